// Reads a feed on standard input by the Podcast Index's own parser, and prints what it found as JSON.
const { parseFeed } = require("../judges/node_modules/podcast-partytime");

let feed = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (part) => (feed += part));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(parseFeed(feed))));
