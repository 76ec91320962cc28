/*
 * The day's time series: read once, then extended by the rooms.
 * Door: vnmarket.series.want(names), .line(name, line), .date(name), .source(name, lines), .forget(names).
 * Emits `series:<name>` after a load and `points:<name>` after an extension. Takes the whole again when
 * minutes are missing. A series that nobody wanted is not read; it is extended while its room is followed.
 */
(function (vn) {
    "use strict";
    const RELOAD_AT_MOST_MS = 5000;
    const store = new Map(); // name -> {date, epoch, lines}
    const loading = new Map(); // name -> time of the last request
    const wanted = new Map(); // name -> what ends listening to its room

    // Which columns of a room's view belong to which line of its series.
    const SOURCES = {
        board: (data) =>
            Object.entries(data.rows).map(([symbol, row]) => [symbol, data.minute, { price: row.last }]),
        indices: (data) =>
            Object.entries(data.indices).map(([id, view]) => [
                id, view.minute,
                {
                    value: view.value,
                    advances: view.advances,
                    declines: view.declines,
                    unchanged: view.unchanged,
                    ad_line: view.ad_line,
                },
            ]),
        foreign: (data) => [[
            "market", data.minute,
            {
                buy_value_speed: data.market.buy_value_speed,
                sell_value_speed: data.market.sell_value_speed,
                net_value: data.market.net_value,
                buy_speed: data.market.buy_speed,
                sell_speed: data.market.sell_speed,
                net_volume: data.market.net_volume,
                buy_acceleration: data.market.buy_acceleration,
                sell_acceleration: data.market.sell_acceleration,
            },
        ]],
        derivatives: (data) =>
            Object.entries(data.contracts).map(([code, view]) => [
                code, data.minute,
                {
                    basis: view.basis,
                    price: view.last,
                    index: view.index_value,
                    mean: view.basis_mean,
                    deviation: view.basis_deviation,
                },
            ]),
    };

    const kind = (name) => name.split(":")[0];

    // The rooms that extend a series; a page follows one of them.
    const FEEDS = { foreign: ["foreign", "foreign_market"] };
    const feeds = (name) => FEEDS[name] || [name];

    function newest(name) {
        const copies = feeds(name).map(vn.rooms.get).filter(Boolean);
        return copies.reduce((one, other) => (other.asOf > one.asOf ? other : one), copies[0]);
    }

    async function load(name) {
        loading.set(name, Date.now());
        try {
            const answer = await fetch("/api/live/series/" + encodeURIComponent(name), { cache: "no-cache" });
            if (!answer.ok) return;
            const series = await answer.json();
            if (!wanted.has(name)) return;
            store.set(name, series);
            const copy = newest(name);
            if (copy) extend(name, copy.data);
            vn.emit("series:" + name);
        } catch (unreachable) {
            loading.delete(name); // the next frame asks again
        }
    }

    function reload(name) {
        const asked = loading.get(name) || 0;
        if (Date.now() - asked > RELOAD_AT_MOST_MS) load(name);
    }

    function extend(name, data) {
        const series = store.get(name);
        if (!series) return;
        if (data.date && series.date !== data.date) {
            reload(name);
            if (series.date) return; // another day's; one that was not there yet begins with what is seen
        }
        for (const [id, minute, values] of SOURCES[kind(name)](data)) {
            if (minute === undefined || minute === null) continue;
            const line = series.lines[id] || (series.lines[id] = { minute: [], columns: {} });
            const size = line.minute.length;
            const last = size ? line.minute[size - 1] : null;
            if (last !== null && minute < last) continue; // late: the series has more than we see
            if (last !== null && minute > last + 1) reload(name);
            if (minute !== last) line.minute.push(minute);
            for (const column in values) {
                const list = line.columns[column] || (line.columns[column] = new Array(size).fill(null));
                const value = values[column] === undefined ? null : values[column];
                if (minute === last) {
                    if (value !== null) list[size - 1] = value;
                } else list.push(value);
            }
        }
        vn.emit("points:" + name);
    }

    function want(names) {
        for (const name of names) {
            if (wanted.has(name)) continue;
            const heard = ({ data, renewed }) => {
                if (renewed || !store.has(name)) reload(name);
                extend(name, data);
            };
            const ends = feeds(name).map((room) => vn.on("room:" + room, heard));
            wanted.set(name, () => ends.forEach((end) => end()));
            load(name);
        }
    }

    function forget(names) {
        for (const name of names) {
            if (wanted.has(name)) wanted.get(name)();
            for (const kept of [wanted, store, loading]) kept.delete(name);
        }
    }

    // How a room extends its series: lines(data) gives [[line, minute, {column: value}], ...]. `symbol`
    // stands for all rooms `symbol:<code>`.
    function source(name, lines) {
        SOURCES[name] = lines;
    }

    vn.series = {
        want,
        forget,
        source,
        date: (name) => (store.has(name) ? store.get(name).date : null),
        line: (name, id) => {
            const series = store.get(name);
            return series && Object.hasOwn(series.lines, id) ? series.lines[id] : null;
        },
    };
})(window.vnmarket);
