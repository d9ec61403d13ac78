// Reads a feed on standard input by the parser that is named, and prints its items as JSON, with what
// that parser knows of each: title, url, type and length of the enclosure, and how long it is.
const { createRequire } = require("module");
const { readFileSync } = require("fs");
const from = createRequire(process.argv[3] + "/");

const readers = {
  "rss-parser": async (feed) => {
    const Parser = from("rss-parser");
    return (await new Parser().parseString(feed)).items.map((item) => ({
      title: item.title, ...item.enclosure, duration: item.itunes.duration,
    }));
  },
  "podcast-partytime": async (feed) =>
    from("podcast-partytime").parseFeed(feed).items.map((item) => ({
      title: item.title, ...item.enclosure, duration: item.duration,
    })),
  podparse: async (feed) => {
    const getPodcastFromFeed = from("podparse");
    return (getPodcastFromFeed.default || getPodcastFromFeed)(feed).episodes.map((item) => ({
      title: item.title, ...item.enclosure, duration: item.duration,
    }));
  },
  "podcast-feed-parser": async (feed) =>
    from("podcast-feed-parser").getPodcastFromFeed(feed).episodes.map((item) => ({
      title: item.title, ...item.enclosure, duration: item.duration,
    })),
  "@rowanmanning/feed-parser": async (feed) =>
    from("@rowanmanning/feed-parser").parseFeed(feed).items.map((item) => ({
      ...item.media[0], title: item.title, type: item.media[0].mimeType,
    })),
};

readers[process.argv[2]](readFileSync(0, "utf8")).then((items) => process.stdout.write(JSON.stringify(items)));
