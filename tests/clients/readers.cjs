// Reads a feed on standard input by the parser that is named, and prints its items as JSON, with what
// that parser tells of each, under the names of parsers.py.
const { createRequire } = require("module");
const { readFileSync } = require("fs");
const from = createRequire(process.argv[3] + "/");

const narrators = (people) => people.filter((one) => one.role.toLowerCase() === "narrator").map((one) => one.name);
const addresses = (chapters, transcripts) => [chapters, ...transcripts].map((one) => one.url);
const usual = (item) => ({ title: item.title, ...item.enclosure, duration: item.duration });

const readers = {
  "rss-parser": async (feed) => {
    const Parser = from("rss-parser");
    const read = await new Parser().parseString(feed);
    return read.items.map((item) => ({ ...usual(item), duration: item.itunes.duration }));
  },
  "podcast-partytime": async (feed) =>
    from("podcast-partytime").parseFeed(feed).items.map((item) => ({
      ...usual(item),
      beside: addresses(item.podcastChapters, item.podcastTranscripts),
      narrators: narrators(item.podcastPeople),
    })),
  podparse: async (feed) =>
    from("podparse")(feed).episodes.map((item) => ({
      ...usual(item),
      beside: addresses(item.chapters, item.transcript),
      narrators: narrators([].concat(item.person)),
    })),
  "podcast-feed-parser": async (feed) => from("podcast-feed-parser").getPodcastFromFeed(feed).episodes.map(usual),
  "@rowanmanning/feed-parser": async (feed) =>
    from("@rowanmanning/feed-parser").parseFeed(feed).items.map((item) => ({
      ...item.media[0], title: item.title, type: item.media[0].mimeType,
    })),
};

readers[process.argv[2]](readFileSync(0, "utf8")).then(
  (items) => process.stdout.write(JSON.stringify(items)),
  (error) => {
    process.stderr.write(error.message);
    process.exitCode = 1;
  },
);
