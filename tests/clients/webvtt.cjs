// Reads a WebVTT file on standard input by webvtt-parser, and prints its errors and its cues as JSON.
const { createRequire } = require("module");
const { readFileSync } = require("fs");
const from = createRequire(process.argv[2] + "/");
const { WebVTTParser } = from("webvtt-parser");

const text = (node) => (node.type === "text" ? node.value : (node.children || []).map(text).join(""));
const read = new WebVTTParser(from("webvtt-parser/html-entities.json")).parse(
  readFileSync(0, "utf8"),
  "subtitles/captions/descriptions",
);
const cues = read.cues.map((cue) => [cue.startTime, cue.endTime, cue.tree.children.map(text).join("")]);
process.stdout.write(JSON.stringify({ errors: read.errors.map((error) => error.message), cues }));
