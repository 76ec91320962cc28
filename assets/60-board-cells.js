/*
 * What a price is compared with, and how a cell of the board draws itself.
 * Door: vnmarket.boardCells: tone, shownPrice, shownChange, estimated, leftover, priceFormat, boughtShare; the
 * renderers LookCell, TextCell, PressureCell, SparkCell; and Living, through which a grid's cells are told of
 * new rows: living.show([[symbol, row], ...]), .divert(other), .resume(), .rest(is), .forget() when the grid has other rows;
 * tooLong, depth, pressureParts and sparkLine for who draws a cell elsewhere. Refuses to know columns and rows' ways.
 */
(function (vn) {
    "use strict";
    const { format, element } = vn;
    const AUCTIONS = new Set(["ATO", "ATC"]);
    const LEVELS = [1, 2, 3];

    const known = format.known;
    // Shares are in VND and shown in thousands, futures in points.
    const priceFormat = (row) => (row.future ? format.tenths : format.price);
    const changeFormat = (row) => (row.future ? format.tenthsSigned : format.priceChange);

    function tone(price, row) {
        if (!known(price) || !known(row.reference)) return "";
        if (price === row.ceiling) return "ceiling";
        if (price === row.floor) return "floor";
        if (price > row.reference) return "up";
        return price < row.reference ? "down" : "reference";
    }

    // In an auction the indicative price is what is about to be matched.
    const auction = (row) => AUCTIONS.has(row.session);
    const estimated = (row) => auction(row) && known(row.est_price);
    const shownPrice = (row) => (estimated(row) ? row.est_price : row.last);

    function shownChange(row) {
        const price = shownPrice(row);
        if (!known(price) || !known(row.reference)) return undefined;
        return row.future ? Math.round(10 * (price - row.reference)) / 10 : price - row.reference;
    }

    function shownChangePct(row) {
        const change = shownChange(row);
        return change === undefined ? undefined : Math.round((1e4 * change) / row.reference) / 100;
    }

    // What tentative matching leaves over at the indicative price: the auction's book shows only that.
    function leftover(row) {
        if (!estimated(row)) return null;
        const buying = row.bid1 >= row.est_price ? row.bid1_volume || 0 : 0;
        const selling = row.ask1 <= row.est_price ? row.ask1_volume || 0 : 0;
        if (!buying && !selling) return null;
        return buying >= selling ? { shares: buying, side: "buyer" } : { shares: selling, side: "seller" };
    }

    // Which part of the volume with a known aggressor was bought.
    const boughtShare = ({ buyer_volume: bought, seller_volume: sold }) =>
        bought || sold ? (bought || 0) / ((bought || 0) + (sold || 0)) : undefined;

    // -- cells
    // The grid makes cells and moves rows; what a frame changed is written by the cells themselves. The
    // grid's own way from a row to its cells compares every column and goes through its components and
    // flashes: at twenty frames a second that was more than half of the page's time.

    const CALM_MS = 500;
    const SWEEP_MS = 160;
    const BEHIND_MS = 2000;
    const BEHIND_SWEEP_MS = 500;

    // The cells of a grid that are in the document, by symbol. `atOnce` names the columns that are written with
    // every frame. What nobody acts on within half a second is written twice a second at most, and
    // only so many rows a frame that each has its turn in that time: all at once would hold up the prices of
    // that frame. Calm cells change together with others if others change: a frame of their own would cost as much
    // again. Where somebody else shows what changes, all cells are calm, and each has its turn within two seconds.
    class Living {
        constructor(atOnce) {
            this.atOnce = new Set(atOnce);
            this.bySymbol = new Map();
            this.calm = new Map(); // symbol -> the row its calm cells wait to show; who waits longest is first
            this.calmedAt = new Map(); // symbol -> when they were written last
            this.sweptAt = 0;
            this.sweeper = null;
            this.instead = null; // who shows what changes instead of the cells
            this.rests = false;
        }
        add(cell) {
            cell.calm = !this.atOnce.has(cell.params.colDef.field);
            if (!this.bySymbol.has(cell.symbol)) this.bySymbol.set(cell.symbol, new Set());
            this.bySymbol.get(cell.symbol).add(cell);
        }
        remove(cell) {
            const cells = this.bySymbol.get(cell.symbol);
            if (!cells || !cells.delete(cell)) return;
            if (!cells.size) for (const known of [this.bySymbol, this.calm, this.calmedAt]) known.delete(cell.symbol);
        }
        // rows: the changed ones, by symbol
        show(rows) {
            if (this.instead) this.instead(rows.map(([symbol]) => symbol));
            const seen = rows.filter(([symbol]) => this.bySymbol.has(symbol));
            for (const [symbol, row] of seen) {
                this.calm.set(symbol, row);
                if (!this.instead) this.write(symbol, row, false);
            }
            this.sweep(seen);
        }
        // From now on somebody else is told first which symbols have changed, and shows it.
        divert(instead) {
            this.instead = instead;
        }
        // The cells are seen again: all that wait are written now.
        resume() {
            for (const [symbol, row] of this.calm) this.writeAll(symbol, row);
            this.instead = null;
            this.calm.clear();
        }
        // Nothing is written for as long as it rests.
        rest(is) {
            this.rests = is;
            if (!is) this.sweep();
        }
        // What waits is of rows that have been replaced meanwhile.
        forget() {
            this.calm.clear();
        }
        write(symbol, row, calm) {
            for (const cell of this.bySymbol.get(symbol) || []) if (cell.calm === calm) cell.show(row, true);
        }
        writeAll(symbol, row) {
            for (const cell of this.bySymbol.get(symbol) || []) cell.show(row, false);
        }
        // drawn: rows that are drawn in this frame anyhow, whose calm cells therefore go first
        sweep(drawn = []) {
            const now = performance.now();
            const [within, every] = this.instead ? [BEHIND_MS, BEHIND_SWEEP_MS] : [CALM_MS, 0];
            if (!this.rests && now - this.sweptAt >= every) this.turn(now, within, this.instead ? [] : drawn);
            if (!this.calm.size || this.rests) {
                clearInterval(this.sweeper);
                this.sweeper = null;
            } else if (this.sweeper === null) {
                this.sweeper = setInterval(() => performance.now() - this.sweptAt < SWEEP_MS || this.sweep(), SWEEP_MS);
            }
        }
        turn(now, within, drawn) {
            let turns = Math.ceil((this.bySymbol.size * (now - this.sweptAt)) / within);
            this.sweptAt = now;
            for (const [symbol, row] of [...drawn, ...this.calm]) {
                if (!this.calm.has(symbol)) continue;
                if (now - this.calmedAt.get(symbol) < within) continue;
                if (turns-- <= 0) break;
                this.calm.delete(symbol);
                this.calmedAt.set(symbol, now);
                if (this.instead) this.writeAll(symbol, row);
                else this.write(symbol, row, true);
            }
        }
    }

    // What all cells share: an element, and a place among the living of a grid that has such.
    class Cell {
        init(params) {
            this.params = params;
            this.symbol = params.data.symbol;
            this.frame = params.eGridCell;
            this.box = this.make(params);
            if (params.living) params.living.add(this);
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            this.show(params.data, false);
            return true;
        }
        destroy() {
            if (this.params.living) this.params.living.remove(this);
        }
    }

    const DIGIT_PX = 8;
    const MARK_PX = 4; // a point or a comma
    const MARKS = /[.,]/g;
    const PADDING_PX = 4;

    // Whether a text has to be cut in a column so wide.
    function tooLong(text, width) {
        const room = width - PADDING_PX;
        const most = text.length * DIGIT_PX;
        return most > room && most - (text.match(MARKS) || []).length * (DIGIT_PX - MARK_PX) > room;
    }

    // A text with its colour, its mark and, behind a waiting volume, its bar; drawn as its `look` says:
    // {value(row), text(value, row), classes(value, row), bar, still}.
    class LookCell extends Cell {
        make({ look, colDef }) {
            this.look = look;
            this.field = colDef.field;
            this.text = "";
            this.names = "";
            this.words = document.createTextNode("");
            const box = element("span");
            box.append(this.words);
            return box;
        }
        show(row) {
            const { look } = this;
            const value = look.value ? look.value(row) : row[this.field];
            const text = look.text(value, row);
            if (text !== this.text) {
                this.words.data = this.text = text;
                this.fit();
            }
            const names = (look.classes && look.classes(value, row)) || "";
            if (names !== this.names) this.box.className = this.names = names;
            if (look.bar) this.bar(value, row);
        }
        refresh(params) {
            super.refresh(params);
            this.fit(); // the column may have another width
            return true;
        }
        // Clipping is dear for a browser, and nearly no text needs it.
        fit() {
            const long = tooLong(this.text, this.params.column.getActualWidth());
            if (long !== this.long) this.frame.toggleAttribute("data-long", (this.long = long));
        }
        bar(value, row) {
            const wide = depth(value, row);
            if (wide === this.wide) return;
            this.wide = wide;
            this.frame.style.backgroundSize = wide + "% 18px";
        }
    }

    // A number of a table that the grid itself keeps: with its colour and its mark.
    class TextCell {
        init(params) {
            this.box = document.createElement("span");
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            vn.setText(this.box, String(params.valueFormatted ?? params.value ?? ""));
            const classes = params.classes ? params.classes(params) : "";
            if (this.box.className !== classes) this.box.className = classes;
            return true;
        }
    }

    class PressureCell extends Cell {
        make() {
            return element("div", null, "pressure-line");
        }
        show(row) {
            const parts = pressureParts(row);
            const said = String(parts);
            if (said === this.said) return;
            this.said = said;
            if (!parts) return void (this.box.style.backgroundImage = "none");
            // A picture instead of three boxes, because boxes are laid out.
            const [toBought, toOpen] = [parts[0], parts[0] + parts[1]].map((end) => end + "%");
            this.box.style.backgroundImage =
                "linear-gradient(90deg, var(--buy) " + toBought + ", transparent 0 calc(" + toBought + " + 1px), " +
                "var(--line) 0 " + toOpen + ", transparent 0 calc(" + toOpen + " + 1px), var(--sell) 0)";
        }
    }

    // The volume bought, of unknown side and sold, per cent of all; null when there is none.
    function pressureParts({ buyer_volume: bought, seller_volume: sold, unknown_volume: unknown }) {
        const all = (bought || 0) + (sold || 0) + (unknown || 0);
        return all ? [bought, unknown, sold].map((part) => Math.round((100 * (part || 0)) / all)) : null;
    }

    // The day's line: it is as wide as some minutes a pixel, so that a trade alone does not draw it anew.
    const SPARK_MS = 5000;
    const SPARK_WIDE = 272; // the day's minutes
    const SVG = "http://www.w3.org/2000/svg";
    class SparkCell extends Cell {
        make() {
            const box = document.createElementNS(SVG, "svg");
            box.setAttribute("viewBox", "0 0 " + SPARK_WIDE + " 25");
            box.setAttribute("preserveAspectRatio", "none");
            box.setAttribute("aria-hidden", "true");
            this.base = document.createElementNS(SVG, "line");
            this.base.setAttribute("x2", SPARK_WIDE);
            this.path = document.createElementNS(SVG, "path");
            box.append(this.base, this.path);
            return box;
        }
        show(row, live) {
            const tones = "spark " + tone(shownPrice(row), row);
            if (tones !== this.tones) this.box.setAttribute("class", (this.tones = tones));
            const now = performance.now();
            if (live && now - this.drawnAt < SPARK_MS) return;
            const line = sparkLine(row);
            if (!line) return;
            this.drawnAt = now;
            let path = "";
            for (let at = 0; at < line.x.length; at++) path += (at ? "L" : "M") + line.x[at] + " " + line.y[at].toFixed(1);
            if (path !== this.drawn) this.path.setAttribute("d", (this.drawn = path));
            if (line.base === null) return;
            this.base.setAttribute("y1", line.base.toFixed(1));
            this.base.setAttribute("y2", line.base.toFixed(1));
        }
    }

    // The line's points, x from 0 to SPARK_WIDE, y from 0 to 25, and how high in it the reference stands; null before
    // there is any.
    function sparkLine(row) {
        const line = vn.series.line(row.room, row.symbol);
        if (!line || !line.minute.length || !line.columns.price) return null;
        const prices = line.columns.price;
        let low = row.reference || Infinity;
        let high = row.reference || -Infinity;
        for (const price of prices) {
            if (price === null) continue;
            if (price < low) low = price;
            if (price > high) high = price;
        }
        const scale = 19 / (high - low || 1);
        const height = (price) => 22 - (price - low) * scale;
        const found = { x: [], y: [], base: row.reference ? height(row.reference) : null };
        for (let at = 0; at < prices.length; at++) {
            if (prices[at] === null) continue;
            found.x.push(line.minute[at] - 14);
            found.y.push(height(prices[at]));
        }
        return found;
    }

    const DEPTH_STEP = 2; // per cent: about a pixel

    // How much of a row's largest waiting volume a level is, per cent, for the bar behind its number.
    function depth(volume, row) {
        let most = 0;
        for (const level of LEVELS) {
            most = Math.max(most, row["bid" + level + "_volume"] || 0, row["ask" + level + "_volume"] || 0);
        }
        return most ? DEPTH_STEP * Math.round((100 * (volume || 0)) / most / DEPTH_STEP) : 0;
    }

    vn.boardCells = {
        tone, auction, estimated, shownPrice, shownChange, shownChangePct, leftover, priceFormat, changeFormat,
        boughtShare, tooLong, depth, pressureParts, sparkLine, SPARK_MS, SPARK_WIDE, Living, LookCell, TextCell, PressureCell, SparkCell,
    };
})(window.vnmarket);
