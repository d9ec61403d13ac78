// 稍後聽: why an entry failed. The server says it as the command line does; what is not known here is shown so.

const AGAIN = /\s*It is tried again by itself\.$/;
const REASONS = [
  [/asks programs not to read/, "這個網站不讓程式讀這一頁"],
  [/cannot say what programs may read/, "這個網站沒說程式能不能讀"],
  [/the server answered (\d+)/, "網站不給這一頁（$1）"],
  [/did not answer/, "網站太久沒有回應"],
  [/cannot be (found|reached)|broke off|cannot be read: |redirects/, "連不上網站"],
  [/not on the public Internet/, "這是家裡或公司內部的網址，不讀"],
  [/malformed|not an address of the web/, "這不是可以讀的網址"],
  [/ that can be read\.|not a page of text|for programs/, "這不是一頁文字"],
  [/no words|no paragraph that can be spoken|is empty/, "裡面沒有可以念的字"],
  [/too large| lines, | elements, | is not read after| is larger /, "太大了，不像一篇文章"],
  [/is a list that leads to/, "這是一頁清單，要挑其中一篇"],
  [/no (article|story)|has nothing to do with its headline/, "找不到文章，請傳單篇文章的網址"],
  [/begun \d+ times/, "試了很多次都沒錄成"],
  [/Make room/, "電腦的空間不夠"],
  [/needs the network|service|too many requests/i, "語音服務現在不能用"],
];

export function reasonOf(sentence) {
  const known = REASONS.map(([pattern, said]) => [pattern.exec(sentence), said]).find(([found]) => found);
  if (!known) return sentence;
  const [found, said] = known;
  return said.replace("$1", found[1] ?? "") + (AGAIN.test(sentence) ? "，會自己再試。" : "。");
}
