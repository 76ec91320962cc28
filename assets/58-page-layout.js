/*
 * Dash's part of a page: its charts, each drawn in the place that the page's elements have for it. The elements are
 * HTML, in the document when the page is the first, else they come with the charts (dashboard/page_layout.py).
 * Door: vnmarket.PageLayout, a component of Dash. Refuses to know what is on a page.
 */
(function (vn) {
    "use strict";
    function lay(box, elements) {
        if (elements && !box.firstElementChild) box.innerHTML = elements; // the server's own
        return Boolean(box.firstElementChild);
    }

    vn.PageLayout = ({ page, elements, charts, children }) => {
        const box = document.getElementById("page-" + page);
        const stands = Boolean(charts) && lay(box, elements);
        // Not within Dash's work: what fails in a page is not to take the charts with it.
        window.React.useEffect(() => queueMicrotask(() => vn.pages.drawn(page, stands)), [page, stands]);
        if (!stands) return null;
        const drawn = [children].flat(); // Dash gives a single one as it is
        const place = (id) => box.querySelector('[data-chart="' + id + '"]');
        return charts.map((id, at) => window.ReactDOM.createPortal(drawn[at], place(id), id));
    };
})(window.vnmarket);
