// The journal grid: keys, the field for editing, conflicts. Every word shown comes from data-*
// attributes of the table or from templates of the page.

import { Cell, isOwn, shown, words } from "./journal-cell.js";

const table = document.getElementById("journal");
const QUIET = 1_200;

/** A browser without Kazakh dates writes "2026 M10 2"; digits as in Russian are then right. */
function moment(text) {
  const write = (tag, dateStyle) =>
    new Intl.DateTimeFormat(tag, { dateStyle, timeStyle: "short", timeZone: words.timeZone || undefined }).format(new Date(text));
  const long = write(document.documentElement.lang || "ru", "long");
  return /M\d/.test(long) ? write("ru", "short") : long;
}

// focus() alone counts a cell under the fixed column or header as seen.
function arrive(td) {
  td.focus({ preventScroll: true });
  td.scrollIntoView({ block: "nearest", inline: "nearest" });
}

class Grid {
  editor = null;
  asking = [];
  lastKey = 0;

  constructor() {
    const bodies = [...table.tBodies].flatMap((body) => [...body.rows]);
    this.rows = [[...table.tHead.rows].at(-1), ...bodies].map((row) => [...row.cells]);
    this.cells = new Map();
    for (const td of this.rows.flat()) {
      if (td.tabIndex === 0) this.stop ??= td;
      td.tabIndex = -1;
      if (td.dataset.assessment) this.cells.set(td, new Cell(td, this));
      else if (td.tagName === "TD") td.setAttribute("aria-readonly", "true");
    }
    // The grid is one stop for Tab: its links are reached with the arrows and opened with Enter.
    for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
    this.rove(this.stop ?? this.rows[1]?.[1]);
    this.history = document.getElementById("journal-history");

    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("focusin", (event) => this.rove(event.target.closest("td, th")));
    table.addEventListener("focusout", (event) => this.left(event));
    table.addEventListener("dblclick", (event) => this.edit(event.target.closest("td, th")));
    // There is no double click and no F2 under a finger.
    table.addEventListener("click", (event) => event.pointerType === "touch" && this.edit(event.target.closest("td, th")));
    addEventListener("online", () => this.reconnected());
    addEventListener("beforeunload", (event) => {
      const typing = this.editor && this.editor.input.value !== this.editor.before;
      if (!typing && ![...this.cells.values()].some((cell) => cell.unsaved)) return;
      event.preventDefault();
      event.returnValue = true; // for browsers that do not take preventDefault here
    });
  }

  rove(td) {
    if (!td) return;
    if (this.stop && this.stop !== td) this.stop.tabIndex = -1;
    this.stop = td;
    td.tabIndex = 0;
    // Who may only read finds the way in the cell itself.
    const read = td.tagName === "TD" ? td.querySelector("a")?.getAttribute("href") : null;
    if (!this.history || (!read && !td.dataset.assessment)) return;
    this.history.href = read ?? this.history.dataset.href.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(td.dataset[name] ?? ""));
    this.history.hidden = false;
  }

  step(td, down, right) {
    const row = this.rows.findIndex((cells) => cells.includes(td));
    const next = this.rows[row + down]?.[this.rows[row].indexOf(td) + right];
    arrive(next ?? td);
  }

  key(event) {
    if (event.isComposing || event.altKey) return;
    this.lastKey = performance.now();
    const handled = this.editor ? this.keyInEditor(event) : this.keyOnCell(event);
    if (handled) event.preventDefault();
  }

  keyOnCell(event) {
    const td = event.target.closest("td, th");
    if (!td || event.target !== td) return false;
    const cell = this.cells.get(td);
    const wide = event.ctrlKey || event.metaKey;
    const row = this.rows.find((cells) => cells.includes(td));
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (moves[event.key] && !wide && !event.shiftKey) return this.step(td, ...moves[event.key]), true;
    if (event.key === "Home") return arrive((wide ? this.rows[1] : row)[1]), true;
    if (event.key === "End") return arrive((wide ? this.rows.at(-1) : row).at(-1)), true;
    const link = td.querySelector("a");
    if (event.key === "Enter" && link && !cell) return link.click(), true;
    if (!cell || wide) return false;
    if (/^[0-9.,]$/.test(event.key)) return this.edit(td, event.key), true;
    if (event.key === "F2") return this.edit(td), true;
    if (event.key === "Delete" || event.key === "Backspace") return cell.commit(""), true;
    if (event.key === "Escape") return cell.giveUp(), true;
    if (event.key !== "Enter") return false;
    if (cell.problem) this.ask(cell, true);
    else if (cell.retryable) cell.pump();
    else this.edit(td);
    return true;
  }

  keyInEditor(event) {
    const { td } = this.editor.cell;
    if (event.key === "Escape") return this.close(false), arrive(td), true;
    if (event.key === "Enter" || event.key === "ArrowDown") return this.close(true), this.step(td, 1, 0), true;
    if (event.key === "ArrowUp") return this.close(true), this.step(td, -1, 0), true;
    if (event.key !== "Tab") return false;
    this.close(true);
    const editable = [...this.cells.keys()];
    const next = editable[editable.indexOf(td) + (event.shiftKey ? -1 : 1)];
    // At either end focus leaves the grid as from any other field.
    arrive(next ?? td);
    return next !== undefined;
  }

  edit(td, typed) {
    const cell = this.cells.get(td);
    if (!cell || this.editor?.cell === cell) return;
    const input = document.createElement("input");
    const before = cell.wrong ? cell.draft : shown(cell.wanted);
    input.inputMode = "decimal";
    input.autocomplete = "off";
    input.maxLength = 16;
    input.setAttribute("aria-label", cell.label);
    input.value = typed ?? before;
    this.editor = { cell, input, before };
    td.append(input);
    cell.draw();
    input.focus();
    if (typed === undefined) input.select();
  }

  /** Ends editing first and removes the field second: removing it fires focusout once more. */
  close(keep) {
    const { cell, input, before } = this.editor;
    this.editor = null;
    const { value } = input;
    input.remove();
    // Entering a refused value once more asks for another try.
    if (keep && (value !== before || cell.state === "failed")) cell.commit(value);
    else cell.draw();
    if (this.asking.length) this.askSoon();
  }

  left(event) {
    // Another window in front leaves the field active: half a number must not be saved then.
    if (event.target === this.editor?.input && document.activeElement !== event.target) this.close(true);
  }

  reconnected() {
    for (const cell of this.cells.values()) if (cell.state === "failed" && cell.retryable) cell.pump();
  }

  averageIsStale(td) {
    const average = td.parentElement.querySelector(".average");
    if (!average || !words.stale) return;
    average.classList.add("stale");
    average.title = words.stale;
  }

  // --- Conflicts: one dialog at a time, and never under the fingers of somebody who is typing.

  ask(cell, now = false) {
    if (!this.asking.includes(cell)) now ? this.asking.unshift(cell) : this.asking.push(cell);
    if (now) this.lastKey = 0;
    this.askSoon();
  }

  askSoon() {
    clearTimeout(this.timer);
    const wait = this.lastKey + QUIET - performance.now();
    if (this.editor || this.open) return;
    if (wait > 0 && this.lastKey) this.timer = setTimeout(() => this.askSoon(), wait);
    else if (this.asking.length) this.show(this.asking.shift());
  }

  show(cell) {
    if (!cell.problem) return this.askSoon();
    const { current, changed_by, changed_by_name, changed_at, changed_at_local } = cell.problem;
    const dialog = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
    const when = changed_at_local ?? (changed_at ? moment(changed_at) : "");
    const texts = {
      where: cell.label, when, who: changed_by_name ?? words.somebody ?? "",
      theirs: shown(current ?? "") || words.none || "—", mine: shown(cell.wanted) || words.none || "—",
    };
    for (const field of dialog.querySelectorAll("[data-field]")) field.textContent = texts[field.dataset.field] ?? "";
    if (isOwn(changed_by)) dialog.querySelector("h2").textContent = words.ownTitle;
    document.body.append(dialog);
    this.open = dialog;
    dialog.addEventListener("close", () => {
      this.open = null;
      dialog.remove();
      if (dialog.returnValue === "theirs") cell.keepTheirs();
      if (dialog.returnValue === "mine") cell.writeMine();
      this.askSoon();
    });
    dialog.showModal();
    // On the heading, so that an Enter meant for the grid decides nothing.
    dialog.querySelector("[tabindex='-1']")?.focus();
  }
}

if (table) new Grid();
