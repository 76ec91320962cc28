/*
 * Small tools for elements. Text only ever enters through textContent.
 * Door: vnmarket.element, .fill, .setText, .fillBreadth.
 */
(function (vn) {
    "use strict";

    function element(tag, text, className, title) {
        const made = document.createElement(tag);
        if (text !== undefined && text !== null) made.textContent = text;
        if (className) made.className = className;
        if (title) made.title = title;
        return made;
    }

    // Replaces children only when something changed, so that a selection survives.
    function fill(box, children) {
        if (!box) return;
        const next = children.map((child) => child.outerHTML).join("");
        if (box.vnmarketShown === next) return;
        box.vnmarketShown = next;
        box.replaceChildren(...children);
    }

    function setText(box, text) {
        if (box && box.textContent !== text) box.textContent = text;
    }

    function setClass(box, name, wanted) {
        if (box && box.classList.contains(name) !== wanted) box.classList.toggle(name, wanted);
    }

    function fillBreadth(bar, view) {
        if (!bar) return;
        const parts = [view.advances || 0, view.unchanged || 0, view.declines || 0];
        const all = parts[0] + parts[1] + parts[2];
        parts.forEach((part, at) => {
            const width = all ? ((100 * part) / all).toFixed(1) + "%" : "0";
            if (bar.children[at].style.width !== width) bar.children[at].style.width = width;
        });
    }

    Object.assign(vn, { element, fill, setText, setClass, fillBreadth });
})(window.vnmarket);
