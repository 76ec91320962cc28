/*
 * The list of keys (`?`), and how a dialog is made.
 * Door: vnmarket.dialog(id, textOfTitle) -> the element, vnmarket.help.open().
 */
(function (vn) {
    "use strict";
    const { element } = vn;
    const NAMES = { Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

    // A click beside a dialog closes it, as Esc does; the focus goes back to where it was.
    function dialog(id, title) {
        const box = element("dialog", null, "dialog");
        box.id = id;
        box.setAttribute("aria-label", vn.text(title));
        box.dataset.textLabel = title;
        box.addEventListener("click", (event) => event.target === box && box.close());
        // At once, so that the next key is the page's; the browser would do it a little later.
        box.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || event.isComposing) return;
            event.preventDefault();
            box.close();
        });
        document.body.append(box);
        return box;
    }

    const signs = (keys) => keys.split(" ").map((key) => element("kbd", NAMES[key] || key));

    function line(keys, text) {
        const words = element("span", vn.text(text));
        const caps = element("span", null, "keys");
        keys.forEach((one, at) => {
            if (at) caps.append(element("i", vn.text("key_or")));
            caps.append(...signs(one));
        });
        const row = element("li");
        row.append(words, caps);
        return row;
    }

    // Keys that do the same share a line.
    function lines() {
        const by = new Map();
        for (const { keys, text } of vn.keys.table()) by.set(text, [...(by.get(text) || []), keys]);
        by.set("key_arrows", ["ArrowUp ArrowDown ArrowLeft ArrowRight"]);
        return [...by].map(([text, keys]) => line(keys, text));
    }

    let box = null;
    function open() {
        box = box || dialog("help", "help_title");
        const list = element("ul", null, "key-list");
        list.append(...lines());
        const close = element("button", vn.text("dialog_close"), "switch");
        close.addEventListener("click", () => box.close());
        box.replaceChildren(element("h2", vn.text("help_title")), list, close);
        if (!box.open) box.showModal();
    }

    vn.keys.add({ keys: "?", text: "key_help", run: open });
    document.addEventListener("click", (event) => event.target.closest("#switch-help") && open());
    Object.assign(vn, { dialog, help: { open } });
})(window.vnmarket);
