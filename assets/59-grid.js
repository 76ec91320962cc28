/*
 * A grid in a box that the server made: which columns it has the server says, how they look the page.
 * Door: vnmarket.grid(id, columnTypes, options) -> the grid's own api. Rows are known by their `symbol`.
 * Without a framework around it: that one takes longer for a row than the browser for drawing it.
 * Refuses to know rows and what is done with them.
 */
(function (vn) {
    "use strict";
    const THEME = {
        browserColorScheme: "inherit", // its scrollbars are the page's
        fontFamily: "inherit",
        fontSize: 13,
        headerFontSize: 12,
        backgroundColor: "var(--panel)",
        foregroundColor: "var(--text)",
        headerBackgroundColor: "var(--header)",
        headerTextColor: "var(--quiet)",
        borderColor: "var(--line)",
        accentColor: "var(--accent)",
        rowHoverColor: "var(--hover)",
        oddRowBackgroundColor: "var(--panel)",
        wrapperBorder: false,
        wrapperBorderRadius: 0,
        borderRadius: 0,
        spacing: 4,
        columnBorder: false,
        headerColumnBorder: false,
        headerColumnResizeHandleDisplay: "none",
        pinnedColumnBorder: true,
        valueChangeValueHighlightBackgroundColor: "var(--flash)",
    };
    const COLUMN = { sortable: true, resizable: true, suppressHeaderMenuButton: true, cellDataType: false };
    const OPTIONS = {
        rowHeight: 26,
        headerHeight: 22,
        groupHeaderHeight: 20,
        // Sorting by a live column is done once a second, not with every trade.
        suppressModelUpdateAfterUpdateTransaction: true,
        animateRows: false,
        suppressColumnMoveAnimation: true,
        suppressNoRowsOverlay: true,
        ensureDomOrder: true,
    };
    let theme = null;

    // The heading is looked up each time it is drawn: the language may be another by then.
    function column({ text, children, ...own }) {
        const heading = { ...own, headerName: "", headerValueGetter: () => vn.text(text) };
        return children ? { ...heading, children: children.map(column) } : heading;
    }

    function grid(id, columnTypes, { defaultColDef, ...options } = {}) {
        const box = document.getElementById(id);
        theme = theme || window.agGrid.themeQuartz.withParams(THEME);
        return window.agGrid.createGrid(box, {
            ...OPTIONS,
            theme,
            columnTypes,
            columnDefs: JSON.parse(box.dataset.columns).map(column),
            defaultColDef: { ...COLUMN, ...defaultColDef },
            rowData: [],
            getRowId: ({ data }) => data.symbol,
            ...options,
        });
    }

    vn.grid = grid;
})(window.vnmarket);
