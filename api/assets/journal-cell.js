// One cell of the journal: what is stored, what is wanted, and how the one becomes the other.

const table = document.getElementById("journal");
const status = document.getElementById("journal-status");
export const words = table?.dataset ?? {};
const PATIENCE = 20_000;

// --- Decimals as texts: a float would round what a teacher wrote ------------------------------

/** The shortest form of what was typed, "" for nothing, null for what is not a decimal. */
function plain(typed) {
  const text = typed.trim().replace(",", ".");
  if (text === "") return "";
  if (!/^\d{0,9}(\.\d{1,4})?$/.test(text)) return null;
  const [whole, part = ""] = text.split(".");
  const short = part.replace(/0+$/, "");
  return (whole.replace(/^0+(?=\d)/, "") || "0") + (short && `.${short}`);
}

function tenThousandths(text) {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const amount = BigInt(whole + part.padEnd(4, "0"));
  return text.startsWith("-") ? -amount : amount;
}

/** Whether a mark was changed by the reader, in another window. */
export const isOwn = (person) => Boolean(person) && person === words.ownId;

export const shown = (value) => value.replace(".", words.decimal ?? ".");

// A school's server may be reached over plain http in its own network, where randomUUID is absent.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

// --- Sending ----------------------------------------------------------------------------------

/** Answers { ok }, { conflict }, { refused: text } or, when nobody knows what came of it, { doubt: text }. */
async function send({ method, url, body, key }) {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), PATIENCE);
  try {
    const answer = await fetch(url, {
      method, body, credentials: "same-origin", redirect: "error", keepalive: true, signal: clock.signal,
      headers: { "Content-Type": "application/json", "Accept": "application/json, application/problem+json", "Idempotency-Key": key },
    });
    if (answer.ok) return { ok: true };
    const problem = await answer.json().catch(() => ({}));
    if (answer.status === 409 && "current" in problem) return { conflict: problem };
    if (answer.status === 401) return { doubt: words.signedOut };
    const passing = answer.status >= 500 || answer.status === 408 || answer.status === 429;
    return passing ? { doubt: problem.detail ?? words.offline } : { refused: problem.detail ?? problem.title ?? "" };
  } catch {
    return { doubt: words.offline };
  } finally {
    clearTimeout(timer);
  }
}

// --- One cell ---------------------------------------------------------------------------------

export class Cell {
  state = "idle";
  draft = null; // what is wanted but not known to be stored; "" asks for a withdrawal
  wrong = false; // the draft cannot be sent as it is
  attempt = null; // a request on its way, or one whose outcome is unknown
  sending = false;
  problem = null; // the conflict to be settled

  constructor(td, grid) {
    this.td = td;
    this.grid = grid;
    this.stored = td.dataset.value ?? "";
    const texts = [...td.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    this.text = document.createTextNode(texts.map((node) => node.data).join("").trim());
    texts.forEach((node) => node.remove());
    td.prepend(this.text);
    const row = td.parentElement.querySelector("th");
    const column = [...table.tHead.rows].at(-1).cells[td.cellIndex];
    this.label = [row, column].map((th) => (th?.dataset.label ?? th?.textContent ?? "").replace(/\s+/g, " ").trim()).join(", ");
  }

  get wanted() { return this.draft ?? this.stored; }
  get unsaved() { return this.draft !== null || this.attempt !== null; }
  /** Enter sends again what is certain to be the same request, or a refused value is edited. */
  get retryable() { return this.attempt !== null && !this.sending && !this.problem; }

  become(state, why = "") {
    this.state = state;
    clearTimeout(this.fading);
    if (state === "saved") this.fading = setTimeout(() => this.become("idle"), 6_000);
    const title = [words[state], why].filter(Boolean).join(". ");
    if (state === "idle") this.td.removeAttribute("title");
    else this.td.title = title;
    if (state === "failed" || state === "conflict") this.td.setAttribute("aria-invalid", "true");
    else this.td.removeAttribute("aria-invalid");
    this.draw();
    if (state !== "idle") say(`${this.label}: ${shown(this.wanted) || words.none || "—"}. ${title}`);
  }

  draw() {
    const state = this.grid.editor?.cell === this ? "editing" : this.state;
    if (state === "idle") delete this.td.dataset.state;
    else this.td.dataset.state = state;
    const text = this.wrong ? this.draft : shown(this.wanted);
    if (this.text.data !== text) this.text.data = text;
  }

  commit(typed) {
    const value = plain(typed);
    const { least, most } = this.td.dataset;
    const inRange = value === "" || (value !== null
      && (!least || tenThousandths(value) >= tenThousandths(least)) && (!most || tenThousandths(value) <= tenThousandths(most)));
    if (!inRange) {
      this.draft = typed.trim();
      this.wrong = true;
      const text = (words.outOfRange ?? "").replace("{least}", shown(least ?? "")).replace("{most}", shown(most ?? ""));
      return this.become("failed", text);
    }
    this.wrong = false;
    if (this.problem) {
      this.draft = value;
      this.draw();
      return this.grid.ask(this, true);
    }
    if (!this.attempt && this.isStored(value)) {
      this.draft = null;
      return this.become("idle");
    }
    this.draft = value;
    this.pump();
  }

  isStored(value) {
    return value === this.stored || (value !== "" && this.stored !== "" && tenThousandths(value) === tenThousandths(this.stored));
  }

  // One request at a time for one cell, so that each knows the value it replaces. What is typed
  // meanwhile waits in the draft; a request whose outcome is unknown goes first, byte for byte,
  // since it may have been carried out.
  async pump() {
    if (this.sending || this.problem) return this.sending && this.become("saving");
    if (!this.attempt) {
      if (this.draft === null || this.wrong) return;
      this.attempt = this.request(this.draft);
    }
    this.sending = true;
    if (!this.wrong) this.become("saving");
    const { value } = this.attempt;
    const outcome = await send(this.attempt);
    this.sending = false;

    if (outcome.doubt !== undefined) return this.wrong || this.become("failed", outcome.doubt);
    this.attempt = null;
    if (outcome.ok) {
      this.store(value);
      this.grid.averageIsStale(this.td);
      this.grid.reconnected();
      return this.settle();
    }
    if (outcome.conflict) {
      if (!this.wrong && this.sameAs(outcome.conflict.current)) {
        this.store(this.draft);
        return this.settle();
      }
      this.problem = outcome.conflict;
      this.become("conflict", isOwn(outcome.conflict.changed_by) ? words.ownOutOfDate : words.outOfDate);
      return this.grid.ask(this);
    }
    if (!this.wrong && this.draft !== value) return this.pump();
    if (!this.wrong) this.become("failed", outcome.refused);
  }

  store(value) {
    this.stored = value;
    this.td.dataset.value = value;
  }

  settle() {
    if (this.wrong) return;
    if (this.draft !== null && !this.isStored(this.draft)) return this.pump();
    this.draft = null;
    this.become("saved");
  }

  sameAs(current) { return this.draft !== null && plain(current ?? "") === this.draft; }

  request(value) {
    const { assessment, pupil, number = "1", on } = this.td.dataset;
    const base = `/api/v1/assessments/${assessment}/marks/${pupil}`;
    const form = { number: Number(number), expected: this.stored || null };
    if (value === "") return { method: "POST", url: `${base}/withdrawal`, body: JSON.stringify(form), key: newKey(), value };
    return { method: "PUT", url: base, body: JSON.stringify({ value, ...form, on }), key: newKey(), value };
  }

  keepTheirs() {
    this.store(this.problem.current ?? "");
    this.grid.averageIsStale(this.td);
    Object.assign(this, { problem: null, draft: null, wrong: false });
    this.become("idle");
  }

  writeMine() {
    this.store(this.problem.current ?? "");
    this.problem = null;
    if (this.wrong) this.commit(this.draft);
    else this.settle();
  }

  /** Gives up a value that was never sent or was refused; one that may be stored stays. */
  giveUp() {
    if (this.state !== "failed" || this.attempt || this.problem) return;
    Object.assign(this, { draft: null, wrong: false });
    this.become("idle");
  }
}

function say(text) {
  if (status) status.textContent = text;
}
