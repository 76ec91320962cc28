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

    // -- what a box holds
    // What stands is changed where it differs: a selection, a pointer over it and a click that has begun survive,
    // and a browser lays out a changed text for less than a new table. What stands for something else (another
    // symbol, another link) is another element, so that a click never meets what was not there when it began.

    const HELD = new Set(["INPUT", "SELECT", "OPTION", "TEXTAREA"]); // have a state of their own
    const tells = ({ name }) => name === "href" || name === "id" || name.startsWith("data-");
    const same = (one, other) => one.isEqualNode(other) && one.checked === other.checked && one.value === other.value;

    function alike(one, other) {
        if (one.nodeName !== other.nodeName || HELD.has(one.nodeName)) return false;
        if (one.nodeType !== Node.ELEMENT_NODE) return true;
        for (const its of one.attributes) if (tells(its) && other.getAttribute(its.name) !== its.value) return false;
        for (const its of other.attributes) if (tells(its) && !one.hasAttribute(its.name)) return false;
        return true;
    }

    function renew(one, next) {
        if (one.nodeType !== Node.ELEMENT_NODE) {
            if (one.data !== next.data) one.data = next.data;
            return;
        }
        for (const { name, value } of next.attributes) if (one.getAttribute(name) !== value) one.setAttribute(name, value);
        if (one.attributes.length > next.attributes.length) {
            for (const { name } of [...one.attributes]) if (!next.hasAttribute(name)) one.removeAttribute(name);
        }
        hold(one, next.childNodes);
    }

    // What is put into the box leaves `children` if those are another's.
    function hold(box, children) {
        let one = box.firstChild;
        for (const child of [...children]) {
            const next = one && one.nextSibling;
            if (!one) box.append(child);
            else if (alike(one, child)) renew(one, child);
            else if (!same(one, child)) one.replaceWith(child);
            one = next;
        }
        while (one) {
            const next = one.nextSibling;
            one.remove();
            one = next;
        }
    }

    // children: new elements that nobody keeps: those that stand may remain in their place.
    function fill(box, children) {
        if (box) hold(box, children);
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
