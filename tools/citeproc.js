// Formats sources and citations by citeproc-js, for tools/citations.py.
// Arguments: the file of citeproc-js. Standard input: {style, locale, language, items, clusters}.
const fs = require("fs");
const CSL = require(process.argv[2]);
const task = JSON.parse(fs.readFileSync(0, "utf8"));
const items = new Map(task.items.map((item) => [item.id, item]));
const system = {
  retrieveLocale: () => task.locale,
  retrieveItem: (id) => structuredClone(items.get(id)),
};
const engine = new CSL.Engine(system, task.style, task.language, true);
engine.setOutputFormat("html");
engine.updateItems([...items.keys()]);
const [about, entries] = engine.makeBibliography();
const clusters = task.clusters.map((cluster) => engine.makeCitationCluster(structuredClone(cluster)));
const order = about.entry_ids.map(([id]) => id);
process.stdout.write(JSON.stringify({ order, entries, clusters }));
