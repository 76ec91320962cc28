/*
 * What the keyboard does: one table, read by the listener and by the help.
 * Door: vnmarket.keys.add({keys, text, run, page}), vnmarket.keys.table(). `keys` is one key, or two pressed
 * one after the other ("g b"); `text` names what it does; with `page` it holds on that page only.
 * Keys typed into a field are the field's, and a dialog that is open gets all of them.
 */
(function (vn) {
    "use strict";
    const SECOND_WITHIN_MS = 1500;
    const table = [];
    let first = null;
    let firstAt = 0;

    function add(entry) {
        table.push(entry);
    }

    const holds = (entry) => !entry.page || (vn.pages.current() && vn.pages.current().name === entry.page);

    const typing = (target) =>
        target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox");

    function pressed(event) {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        if (document.querySelector("dialog[open]") || typing(event.target)) return;
        const now = Date.now();
        const both = first !== null && now - firstAt < SECOND_WITHIN_MS ? first + " " + event.key : null;
        first = null;
        const found = table.find((entry) => holds(entry) && (entry.keys === both || (!both && entry.keys === event.key)));
        if (found) {
            if (found.run(event) !== false) event.preventDefault();
        } else if (!both && table.some((entry) => holds(entry) && entry.keys.startsWith(event.key + " "))) {
            first = event.key;
            firstAt = now;
        }
    }

    document.addEventListener("keydown", pressed);
    vn.keys = { add, table: () => table.filter(holds) };
})(window.vnmarket);
