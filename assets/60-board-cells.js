/*
 * What a price is compared with, and how a cell of the board draws itself.
 * Door: vnmarket.boardCells: tone, shownPrice, shownChange, estimated, leftover, priceFormat, and the
 * renderers TextCell, PressureCell, SparkCell. Refuses to know columns and rows' ways.
 */
(function (vn) {
    "use strict";
    const { format } = vn;
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

    // A number with its colour and its mark.
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

    class PressureCell {
        init(params) {
            this.box = document.createElement("div");
            this.box.className = "pressure";
            for (const name of ["bought", "open", "sold"]) this.box.append(vn.element("i", null, name));
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            const { buyer_volume: bought, seller_volume: sold, unknown_volume: unknown } = params.data;
            const all = (bought || 0) + (sold || 0) + (unknown || 0);
            const parts = [bought, unknown, sold].map((part) => (all ? (100 * (part || 0)) / all : 0));
            parts.forEach((part, at) => (this.box.children[at].style.width = part.toFixed(1) + "%"));
            return true;
        }
    }

    const SVG = "http://www.w3.org/2000/svg";
    class SparkCell {
        init(params) {
            this.box = document.createElementNS(SVG, "svg");
            this.box.setAttribute("viewBox", "0 0 272 25");
            this.box.setAttribute("preserveAspectRatio", "none");
            this.box.setAttribute("aria-hidden", "true");
            this.base = document.createElementNS(SVG, "line");
            this.base.setAttribute("x2", "272");
            this.path = document.createElementNS(SVG, "path");
            this.box.append(this.base, this.path);
            this.refresh(params);
        }
        getGui() {
            return this.box;
        }
        refresh(params) {
            const row = params.data;
            this.box.setAttribute("class", "spark " + tone(shownPrice(row), row));
            const line = vn.series.line(row.room, row.symbol);
            if (!line || !line.minute.length || !line.columns.price) return true;
            const prices = line.columns.price;
            let low = row.reference || Infinity;
            let high = row.reference || -Infinity;
            for (const price of prices) {
                if (price === null) continue;
                if (price < low) low = price;
                if (price > high) high = price;
            }
            const scale = 19 / (high - low || 1);
            const y = (price) => (22 - (price - low) * scale).toFixed(1);
            let path = "";
            for (let at = 0; at < prices.length; at++) {
                if (prices[at] === null) continue;
                path += (path ? "L" : "M") + (line.minute[at] - 14) + " " + y(prices[at]);
            }
            this.path.setAttribute("d", path);
            if (row.reference) {
                this.base.setAttribute("y1", y(row.reference));
                this.base.setAttribute("y2", y(row.reference));
            }
            return true;
        }
    }

    // How much of a row's largest waiting volume a level is, for the bar behind its number.
    function depth(params) {
        const row = params.data;
        let most = 0;
        for (const level of LEVELS) {
            most = Math.max(most, row["bid" + level + "_volume"] || 0, row["ask" + level + "_volume"] || 0);
        }
        return { "--depth": most ? Math.round((100 * (params.value || 0)) / most) + "%" : "0%" };
    }

    vn.boardCells = {
        tone, auction, estimated, shownPrice, shownChange, shownChangePct, leftover, priceFormat, changeFormat, depth,
        TextCell, PressureCell, SparkCell,
    };
})(window.vnmarket);
