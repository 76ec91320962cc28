/*
 * The day's one-minute bars of a symbol, and candles of several minutes made of them.
 * Door: vnmarket.symbolBars(code, changed) -> {take(room, renewed), bars(), version(), close()},
 * vnmarket.candles(bars, minutes, unit). A bar is {minute, open, high, low, close, volume, value, buyer_volume,
 * seller_volume}. The series is read once; the room's two newest bars replace or extend it (docs/contract.md).
 * Refuses to know how bars are drawn.
 */
(function (vn) {
    "use strict";
    const AGAIN_MS = 1500;
    const COLUMNS = ["open", "high", "low", "close", "volume", "value", "buyer_volume", "seller_volume"];

    function symbolBars(code, changed) {
        const name = "symbol:" + code;
        let bars = [];
        let version = 0;
        let loaded = false;
        let revision = null;
        let date = null;
        let timer = null;
        let busy = false;
        let closed = false;

        async function load() {
            timer = null;
            if (busy || closed) return;
            busy = true;
            try {
                const answer = await fetch("/api/live/series/" + encodeURIComponent(name), { cache: "no-cache" });
                const series = answer.ok ? await answer.json() : null;
                const line = series && series.date && series.lines[code];
                if (closed) return;
                if (line) {
                    bars = line.minute.map((minute, at) => {
                        const bar = { minute };
                        for (const column of COLUMNS) bar[column] = line.columns[column][at];
                        return bar;
                    });
                    loaded = true;
                }
            } catch (unreachable) {
                loaded = false;
            } finally {
                busy = false;
            }
            const copy = vn.rooms.get(name);
            if (copy) extend(copy.data.bars || {});
            version += 1;
            changed();
        }

        function again() {
            if (!timer && !closed) timer = setTimeout(load, AGAIN_MS);
        }

        function take(room, renewed) {
            const next = room.bars_revision || 0;
            const turned = room.date !== date;
            if (turned && date !== null) bars = [];
            if (!loaded && !busy && !timer && date === null) load();
            else if (turned || renewed || next !== revision) again();
            date = room.date;
            revision = next;
            extend(room.bars || {});
        }

        function extend(told) {
            const minutes = Object.keys(told).map(Number).sort((a, b) => a - b);
            if (!minutes.length) return;
            const last = bars.length ? bars[bars.length - 1].minute : -1;
            // Between the newest known and the older of the two there may be others.
            if (!loaded || minutes[0] > last) again();
            for (const minute of minutes) put({ minute, ...told[minute] });
            while (bars.length && bars[bars.length - 1].minute > minutes[minutes.length - 1]) bars.pop(); // taken back
        }

        function put(bar) {
            let at = bars.length;
            while (at > 0 && bars[at - 1].minute > bar.minute) at -= 1;
            if (at > 0 && bars[at - 1].minute === bar.minute) bars[at - 1] = bar;
            else bars.splice(at, 0, bar);
        }

        return {
            take,
            bars: () => bars,
            version: () => version,
            loaded: () => loaded,
            close: () => {
                closed = true;
                clearTimeout(timer);
            },
        };
    }

    // The morning has 165 minutes, which 5 and 15 divide: no candle spans the break.
    function candles(bars, minutes, unit) {
        const out = [];
        let value = 0;
        let volume = 0;
        let delta = 0;
        for (const bar of bars) {
            const start = bar.minute - (bar.minute % minutes);
            let candle = out[out.length - 1];
            if (!candle || candle.start !== start) {
                const { open, high, low, close } = bar;
                candle = { start, open, high, low, close, volume: 0, buyer: 0, seller: 0 };
                out.push(candle);
            }
            candle.high = Math.max(candle.high, bar.high);
            candle.low = Math.min(candle.low, bar.low);
            candle.close = bar.close;
            candle.volume += bar.volume;
            candle.buyer += bar.buyer_volume;
            candle.seller += bar.seller_volume;
            value += bar.value;
            volume += bar.volume;
            delta += bar.buyer_volume - bar.seller_volume;
            candle.vwap = volume ? value / volume / unit : null;
            candle.delta = delta;
        }
        return out;
    }

    Object.assign(vn, { symbolBars, candles });
})(window.vnmarket);
