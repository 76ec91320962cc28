/*
 * Small tools for elements. Text only ever enters through textContent.
 * Door: vnmarket.element, .fill, .setText, .setName, .setClass, .fillBar, .fillBreadth; vnmarket.phone, the query that a phone answers.
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

    // All classes at once; asking first keeps the page from being laid out anew for nothing.
    function setName(box, names) {
        if (box && box.className !== names) box.className = names;
    }

    function setClass(box, name, wanted) {
        if (box && box.classList.contains(name) !== wanted) box.classList.toggle(name, wanted);
    }

    // A bar of shares: as many parts as it has children.
    function fillBar(bar, parts) {
        if (!bar) return;
        const all = parts.reduce((sum, part) => sum + (part || 0), 0);
        parts.forEach((part, at) => {
            const width = all ? ((100 * (part || 0)) / all).toFixed(1) + "%" : "0";
            if (bar.children[at].style.width !== width) bar.children[at].style.width = width;
        });
    }

    const fillBreadth = (bar, view) => fillBar(bar, [view.advances, view.unchanged, view.declines]);

    // Not by the window's width: a browser tells of a change while what is too wide still stretches that.
    const phone = window.matchMedia("(max-width: 767px)");

    Object.assign(vn, { phone, element, fill, setText, setName, setClass, fillBar, fillBreadth });
})(window.vnmarket);
