// @ts-check
/**
 * Draws the reference from openapi.json. Every string of it goes in as text, never as markup.
 *
 * @typedef {Record<string, any>} Schema
 * @typedef {import("../page/elements.js").Child} Child
 * @typedef {Record<string, string>} Words
 * @typedef {{name: string, required: boolean, schema: Schema}} Field
 */

import { button, byId, element } from "../page/elements.js";

const source = new URL("../openapi.json", import.meta.url);
const origin = new URL("..", import.meta.url).href.replace(/\/$/, "");

/** Schemas that have a place of their own on the page, and what to call them. @type {Record<string, [string, string]>} */
const PLACES = {
  Policy: ["policy", "policy"],
  IncidentKind: ["incident-kinds", "incident kind"],
  FrameReply: ["frame-reply", "frame reply"],
  ErrorReply: ["error-reply", "error reply"],
};
/** @type {Words} */ const UNITS = { string: "characters", array: "items" };
/** @type {Words} */ const FORMATS = { "date-time": "RFC 3339 time", uuid: "UUID" };
/** @type {Words} */ const SPOKEN = { log: "only in logs", operator: "proctor-audit keys", client: "Python client", http: "HTTP", websocket: "WebSocket" };

/** @type {[string, string]} */ const ASKED = ["required", "optional"];
/** @type {[string, string]} */ const ANSWERED = ["", "may be missing"];
/** @type {[string, string]} */ const UNSAID = ["", ""];

/** @type {Record<string, any>} */
let api = {};

/** Text in which `backticks` mark code. @param {string} text @returns {Child[]} */
const inline = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));

/** @param {string} [text] */
const paragraphs = (text) => (text ?? "").split("\n\n").filter(Boolean).map((part) => element("p", {}, ...inline(part)));

/** @param {unknown} value */
const json = (value) => JSON.stringify(value, null, 2);

/** @param {string} id @param {string} text */
const link = (id, text) => element("a", { href: `#${id}` }, text);

/** @param {2 | 3 | 4} level @param {string} id @param {...Child} title */
function section(level, id, ...title) {
  const anchor = element("a", { class: "anchor", href: `#${id}`, "aria-label": "Link to this part" }, "#");
  const heading = element(`h${level}`, { id: `${id}-title` }, ...title, anchor);
  return element("section", { id, "aria-labelledby": `${id}-title` }, heading);
}

/** @param {string} label what it shows @param {string} text */
function code(label, text) {
  const pre = element("pre", { tabindex: "0", role: "region", "aria-label": label }, element("code", {}, text));
  const copier = button("Copy", () => copy(text, copier, pre), { "aria-label": `Copy: ${label}` });
  return element("figure", { class: "code" }, element("figcaption", {}, label, copier), pre);
}

/** @param {string} text @param {HTMLElement} copier @param {HTMLElement} shown */
async function copy(text, copier, shown) {
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection()?.selectAllChildren(shown);
    said = "Selected";
  }
  copier.textContent = said;
  byId("announcement").textContent = `${said}.`;
  setTimeout(() => (copier.textContent = "Copy"), 2000);
}

/** The schema with what it refers to put under its own words. @param {Schema} schema @returns {Schema} */
function resolved(schema) {
  const target = schema.$ref ?? schema.allOf?.[0].$ref ?? schema.anyOf?.[0].$ref;
  if (!target) return schema;
  const found = resolved(api.components.schemas[target.split("/").pop()]);
  const properties = { ...found.properties };
  for (const [name, more] of Object.entries(schema.properties ?? {})) properties[name] = { ...properties[name], ...more };
  return { ...found, ...schema, $ref: undefined, ...(found.properties && { properties }) };
}

/** @param {Schema} schema @returns {[string, string] | undefined} */
function place(schema) {
  const target = schema.$ref ?? schema.allOf?.[0].$ref ?? schema.anyOf?.[0].$ref;
  return target && PLACES[target.split("/").pop()];
}

/** @param {Schema} schema @returns {Child[]} */
function type(schema) {
  const at = place(schema);
  if (at) return [link(...at), schema.anyOf ? " or null" : ""];
  const plain = resolved(schema);
  if ("const" in plain) return ["always ", element("code", {}, JSON.stringify(plain.const))];
  const names = [plain.type ?? "string"].flat();
  if (names[0] !== "array") return [names.join(" or ")];
  const items = plain.items.oneOf ?? [plain.items];
  return ["array of ", ...items.flatMap((/** @type {Schema} */ item, /** @type {number} */ i) => [i ? " or " : "", ...type(item)])];
}

/** @param {Schema} schema */
function limits(schema) {
  const told = [];
  const low = schema.minimum ?? schema.minLength ?? schema.minItems;
  const high = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  const unit = UNITS[[schema.type].flat()[0]] ?? "";
  if (high !== undefined) told.push(`${low ?? 0} to ${high} ${unit}`.trim());
  else if (low) told.push(unit && low === 1 ? "not empty" : `at least ${low} ${unit}`.trim());
  if (schema.format) told.push(FORMATS[schema.format] ?? schema.format);
  if (schema.default !== undefined) told.push(`default ${JSON.stringify(schema.default)}`);
  return told.join(", ");
}

/** @param {Schema} schema */
function values(schema) {
  if (place(schema)) return null;
  const plain = resolved(schema);
  const listed = (plain.type === "array" && !place(plain.items) ? plain.items.enum : plain.enum)?.filter((/** @type {unknown} */ v) => v !== null);
  if (listed) return element("p", {}, "One of ", ...listed.flatMap((/** @type {string} */ v, /** @type {number} */ i) => [i ? ", " : "", element("code", {}, v)]), ".");
  const told = plain.oneOf?.filter((/** @type {Schema} */ one) => "const" in one);
  if (!told?.length) return null;
  return element("dl", {}, ...told.flatMap((/** @type {Schema} */ one) => [element("dt", {}, element("code", {}, one.const)), element("dd", {}, ...inline(one.description))]));
}

/** All fields of an object, those of inner objects by their path. @param {Schema} schema @param {string} prefix @returns {Field[]} */
function fields(schema, prefix = "") {
  const plain = resolved(schema);
  return Object.entries(plain.properties ?? {}).flatMap(([name, inner]) => {
    const field = { name: prefix + name, required: (plain.required ?? []).includes(name), schema: inner };
    const body = resolved(inner);
    if (place(inner)) return [field];
    if (body.type === "array" && !body.items.oneOf && !place(body.items)) return [field, ...fields(body.items, `${field.name}[].`)];
    return [field, ...fields(inner, `${field.name}.`)];
  });
}

/** A field's path, which may break after a dot or an underscore. @param {string} name */
const fieldName = (name) => element("code", {}, ...name.split(/(?<=[._])/).flatMap((part, i) => [i ? element("wbr") : null, part]));

/** @param {string} caption @param {string[]} heads @param {Child[][][]} rows @param {string} look */
function table(caption, heads, rows, look = "plain") {
  const cells = (/** @type {Child[][]} */ row) => row.map((cell, i) => element(i ? "td" : "th", i ? { "data-head": heads[i] } : { scope: "row" }, ...cell));
  return element("table", { class: look }, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row)))));
}

/** @param {string} caption @param {Field[]} all @param {[string, string]} presence what to say of a field that must be there, and of one that need not */
function fieldTable(caption, all, presence) {
  return table(caption, ["Field", "Type", "Meaning"], all.map(({ name, required, schema }) => {
    const plain = resolved(schema);
    const said = presence[required ? 0 : 1];
    const example = plain.examples?.[0] ?? null;
    return [
      [fieldName(name), said ? element("span", { class: required ? "need" : "soft" }, said) : null],
      [element("span", {}, ...type(schema)), element("span", { class: "soft" }, limits(plain))],
      [...paragraphs(plain.description), values(schema), example === null ? null : element("p", { class: "soft" }, "Example: ", element("code", {}, JSON.stringify(example)))],
    ];
  }), "fields");
}

/** @param {string} path @param {string} method @param {Schema} call */
function curl(path, method, call) {
  const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`;
  const given = (call.parameters ?? []).filter((/** @type {Schema} */ p) => p.example !== undefined);
  const query = new URLSearchParams(given.filter((/** @type {Schema} */ p) => p.in === "query").map((/** @type {Schema} */ p) => [p.name, p.example])).toString();
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => given.find((/** @type {Schema} */ p) => p.name === name)?.example ?? name);
  const parts = [`curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${quoted(origin + filled + (query && `?${query}`))}`];
  if (!call.security) parts.push('-H "X-API-Key: $PROCTOR_AUDIT_API_KEY"');
  const body = call.requestBody?.content["application/json"].example;
  if (body) parts.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`);
  return parts.join(" \\\n  ");
}

/** @param {string[]} codes @returns {Child[]} */
const codeLinks = (codes) => codes.flatMap((name, i) => [i ? ", " : "", element("a", { href: `#error-${name}` }, element("code", {}, name))]);

/** @param {string} path @param {string} method @param {Schema} call */
function drawCall(path, method, call) {
  const drawn = section(3, call.operationId, element("span", { class: "method" }, method.toUpperCase()), " ", element("code", {}, path));
  drawn.append(element("p", { class: "lead" }, call.summary), ...paragraphs(call.description), code("curl", curl(path, method, call)));
  const answers = Object.entries(call.responses).map(([status, answer]) => [status, answer.$ref ? api.components.responses[answer.$ref.split("/").pop()] : answer]);
  const body = call.requestBody?.content["application/json"];
  if (body) drawn.append(fieldTable("Request body", fields(body.schema), ASKED));
  if (call.parameters) drawn.append(fieldTable("Parameters", call.parameters.map((/** @type {Schema} */ p) => ({ name: p.name, required: p.required, schema: { description: p.description, examples: [p.example].filter(Boolean), ...p.schema } })), ASKED));
  const good = answers[0][1].content["application/json"];
  if (good?.example) drawn.append(fieldTable("Answer, status 200", fields(good.schema), ANSWERED), code("Example answer", json(good.example)));
  drawn.append(table("Statuses", ["Status", "When", "Codes"], answers.map(([status, answer]) => [[status], inline(answer.description), codeLinks(answer["x-error-codes"] ?? [])])));
  return drawn;
}

function drawStart() {
  const drawn = section(2, "start", "Overview");
  drawn.append(...paragraphs(api.info.description), element("p", {}, "This API is at ", element("code", {}, origin), "."));
  const key = section(3, "api-key", "API key");
  const scheme = api.components.securitySchemes.ApiKey;
  key.append(element("p", {}, "Sent in the header ", element("code", {}, scheme.name), "."), ...paragraphs(scheme.description));
  const snippets = api["x-snippets"].map((/** @type {Schema} */ snippet) => {
    const part = section(3, snippet.id, snippet.title);
    part.append(...paragraphs(snippet.description), code(snippet.title, snippet.source.join("\n").replaceAll("{origin}", origin)));
    return part;
  });
  drawn.append(key, ...snippets);
  return drawn;
}

function drawCalls() {
  const drawn = section(2, "http", "HTTP API");
  for (const [path, methods] of Object.entries(api.paths)) for (const [method, call] of Object.entries(methods)) drawn.append(drawCall(path, method, call));
  return drawn;
}

function drawSocket() {
  const socket = api["x-websocket"];
  const drawn = section(2, "websocket", "WebSocket");
  const connect = section(3, "connect", "Connect");
  connect.append(code("Address", socket.connect.url), ...paragraphs(socket.connect.description),
    table("Refused before a socket opens", ["Status", "When"], socket.connect.refusals.map((/** @type {Schema} */ r) => [[String(r.status)], inline(r.when)])));
  const messages = socket.messages.map((/** @type {Schema} */ message) => {
    const part = section(3, message.id, element("span", { class: "method" }, message.from === "client" ? "SEND" : "RECEIVE"), " ", message.summary);
    part.append(...paragraphs(message.description), fieldTable("Fields", fields(message.schema), message.from === "client" ? ASKED : ANSWERED), code("Example", json(message.example)));
    return part;
  });
  const pace = section(3, "pace", "Pace");
  pace.append(...paragraphs(socket.pace));
  const closing = section(3, "close-codes", "Close codes");
  closing.append(table("Why a socket closes", ["Code", "When", "Then"], socket.close_codes.map((/** @type {Schema} */ c) => [[String(c.code)], inline(c.when), inline(c.then)])));
  const bounds = section(3, "limits", "Limits");
  bounds.append(table("Sizes and counts", ["Name", "Value", "Of"], Object.entries(socket.limits).map(([name, l]) => [[element("code", {}, name.toLowerCase())], [`${l.value.toLocaleString("en")} ${l.unit}`.trim()], inline(l.meaning)])));
  drawn.append(...paragraphs(socket.description), connect, ...messages, pace, closing, bounds);
  return drawn;
}

function drawPolicy() {
  const { Policy, Thresholds, IncidentRule, BrowserRule, IncidentRules, PacePolicy, IncidentKind } = api.components.schemas;
  const drawn = section(2, "policy", "Policy");
  const rule = Object.keys(IncidentRule.properties);
  const kinds = section(3, "incident-kinds", "Kinds of incident");
  kinds.append(table("Kinds", ["Kind", "Title", "Meaning"], IncidentKind.oneOf.map((/** @type {Schema} */ k) => [[element("code", {}, k.const)], [k.title], inline(k.description)])));
  const wide = table("Default rule of each kind", ["Kind", ...rule], Object.entries(IncidentRules.properties).map(([kind, s]) => [[element("code", {}, kind)], ...rule.map((name) => [String(s.default[name] ?? "–")])]), "matrix");
  /** @param {string} name @param {Schema[]} named */
  const meanings = (name, named) => table(name, ["Name", "Meaning"], named.map((one) => [[element("code", {}, one.const)], inline(one.description)]));
  const { preset, accommodations, calibration, earlier_pictures, recorded } = Policy.properties;
  drawn.append(...paragraphs(Policy.description),
    meanings("preset", preset.oneOf), meanings("accommodations", accommodations.items.oneOf),
    fieldTable("thresholds", fields(Thresholds, "thresholds."), UNSAID),
    fieldTable("incidents: the rule of a kind", fields(IncidentRule, "incidents.<kind>."), UNSAID),
    fieldTable("incidents: the rule of what the browser tells", fields(BrowserRule, "incidents.<kind>."), UNSAID), wide,
    fieldTable("pace", fields(PacePolicy, "pace."), UNSAID),
    fieldTable("Beside these", fields({ properties: { calibration, earlier_pictures, recorded } }), UNSAID), kinds);
  return drawn;
}

function drawErrors() {
  const drawn = section(2, "errors", "Error codes");
  const rows = Object.entries(api["x-error-codes"]).map(([name, e]) => [
    [element("code", { id: `error-${name}` }, name)],
    [e.where.map((/** @type {string} */ w) => (w === "http" && e.status ? `HTTP ${e.status}` : SPOKEN[w])).join(", ")],
    [element("p", {}, ...inline(e.meaning)), element("p", {}, ...inline(e.remedy)),
      e.details.length ? element("p", { class: "soft" }, "May carry ", ...e.details.flatMap((/** @type {string} */ d, /** @type {number} */ i) => [i ? ", " : "", element("code", {}, d)]), ".") : null],
  ]);
  drawn.append(fieldTable("An error", fields(api.components.schemas.Error), ANSWERED), table("Codes", ["Code", "Where", "Meaning and remedy"], rows));
  return drawn;
}

/** @param {HTMLElement} main */
function drawContents(main) {
  /** @param {Element} parent @returns {HTMLUListElement | null} */
  const list = (parent) => {
    const parts = [...parent.children].filter((child) => child.tagName === "SECTION");
    if (!parts.length) return null;
    return element("ul", {}, ...parts.map((part) => {
      const heading = /** @type {HTMLElement} */ (part.firstElementChild?.cloneNode(true));
      heading.querySelector(".anchor")?.remove();
      return element("li", {}, element("a", { href: `#${part.id}` }, ...heading.childNodes), list(part));
    }));
  };
  const contents = byId("contents");
  const folded = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".contents details"));
  const wide = matchMedia("(min-width: 64rem)");
  const fold = () => folded && (folded.open = wide.matches);
  wide.addEventListener("change", fold);
  contents.addEventListener("click", (event) => event.target instanceof Element && event.target.closest("a") && fold());
  contents.append(list(main) ?? "");
  fold();
}

async function draw() {
  const main = byId("reference");
  const loading = byId("loading");
  try {
    const answer = await fetch(source);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    api = await answer.json();
  } catch (error) {
    loading.textContent = `The reference could not be loaded (${error instanceof Error ? error.message : error}). Please reload the page.`;
    return;
  }
  byId("version").textContent = `Version ${api.info.version}`;
  loading.remove();
  main.append(element("h1", {}, api.info.title), element("p", { class: "lead" }, api.info.summary), drawStart(), drawCalls(), drawSocket(), drawPolicy(), drawErrors());
  drawContents(main);
  // What the address points to was not there when the browser looked for it.
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

draw();
