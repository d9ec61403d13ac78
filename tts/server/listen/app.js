if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/listen/worker.js", { scope: "/listen" });
}
