import assert from "node:assert/strict";
import { test } from "node:test";

import { Link } from "../../../../shared/web/sdk/link.js";

/** A link among fakes: sockets that the test opens and closes, and a clock that it moves. */
class World {
  constructor() {
    /** @type {any[]} */ this.sockets = [];
    /** @type {string[]} */ this.told = [];
    this.answers = true;
    this.nowMs = 0;
    this.busy = false;
    this.link = new Link(
      "wss://example.org/v1", "a+b/c",
      {
        onUp: () => this.told.push("up"),
        onDown: () => this.told.push("down"),
        onMessage: (text) => this.told.push(text),
        onOver: (code) => this.told.push(code),
      },
      {
        connect: (url) => {
          const socket = { url, sent: [], closed: false, send(/** @type {string} */ text) { /** @type {any[]} */ (this.sent).push(text); }, close() { this.closed = true; } };
          this.sockets.push(socket);
          return /** @type {any} */ (socket);
        },
        answers: async () => this.answers,
        random: () => 1,
      },
    );
  }
  get socket() {
    return this.sockets.at(-1);
  }
  /** @param {number} ms */
  async pass(ms) {
    for (const end = this.nowMs + ms; this.nowMs < end; this.nowMs += 50) {
      this.link.tick(this.nowMs, this.busy);
      await null;
    }
  }
  async opened() {
    await this.pass(50);
    this.socket.onopen();
    return this.socket;
  }
  /** Refuse every attempt for a time. @param {number} ms */
  async refuse(ms) {
    for (const end = this.nowMs + ms; this.nowMs < end; ) {
      await this.pass(50);
      this.socket.onclose?.({ code: 1006 });
      await null;
    }
  }
}

test("the token goes into the address, escaped", async () => {
  const world = new World();
  await world.opened();
  assert.equal(world.socket.url, "wss://example.org/v1?token=a%2Bb%2Fc");
  assert.deepEqual([world.told, world.link.up], [["up"], true]);
});

test("it comes back, whatever the server says but that another has taken over", async () => {
  for (const code of [1001, 1005, 1006, 1009, 1011, 1012]) {
    const world = new World();
    (await world.opened()).onclose({ code });
    await world.pass(2000);
    assert.equal(world.sockets.length, 2, String(code));
    world.socket.onopen();
    assert.deepEqual(world.told, ["up", "down", "up"]);
  }
});

test("it does not fight for a session that another has taken over", async () => {
  const world = new World();
  (await world.opened()).onclose({ code: 1000 });
  await world.pass(120_000);
  assert.deepEqual([world.told, world.sockets.length], [["up", "session_superseded"], 1]);
});

test("an attempt that it gave up may have taken over: that is itself", async () => {
  const world = new World();
  await world.pass(25_000);
  (await world.opened()).onclose({ code: 1000 });
  await world.pass(2000);
  assert.equal(world.told.includes("session_superseded"), false);
});

test("a server that answers and lets nobody in refuses the token", async () => {
  const world = new World();
  await world.refuse(60_000);
  assert.equal(world.told.at(-1), "token_refused");
  assert.ok(world.sockets.length < 10, String(world.sockets.length));
});

test("a server in trouble for a while does not end an exam", async () => {
  const world = new World();
  (await world.opened()).onclose({ code: 1006 });
  await world.refuse(50_000);
  assert.equal(world.link.refused, true);
  assert.equal(world.told.includes("token_refused"), false);
  await world.refuse(400_000);
  assert.equal(world.told.at(-1), "token_refused");
});

test("a server that is away is waited for", async () => {
  const world = new World();
  world.answers = false;
  await world.refuse(1_800_000);
  assert.equal(world.link.refused, false);
  assert.equal(world.told.includes("token_refused"), false);
  assert.ok(world.sockets.length > 100);
});

test("before two hours it renews: the old serves until the new is there", async () => {
  const world = new World();
  const old = await world.opened();
  world.busy = true;
  await world.pass(119 * 60_000);
  assert.equal(world.sockets.length, 1, "not while a reply is awaited");
  world.busy = false;
  await world.pass(100);
  assert.equal(world.sockets.length, 2);
  assert.equal(world.link.up, false, "nothing is sent meanwhile");
  // The server closes the old one as soon as it has let the new one in.
  old.onclose({ code: 1000 });
  world.socket.onopen();
  assert.deepEqual([world.told, world.link.up], [["up", "up"], true]);
});

test("a renewal that fails leaves the old one serving", async () => {
  const world = new World();
  const old = await world.opened();
  await world.pass(115 * 60_000 + 5_000);
  world.sockets[1].onclose({ code: 1006 });
  assert.equal(world.link.up, true);
  world.link.send("hello");
  assert.deepEqual(old.sent, ["hello"]);
  assert.deepEqual(world.told, ["up"]);
});

test("closed, it stays closed", async () => {
  const world = new World();
  await world.opened();
  world.link.close();
  await world.pass(60_000);
  assert.deepEqual([world.sockets.length, world.socket.closed], [1, true]);
});
