/*
 * This page's copy of every room: merge patches, stamps, gaps.
 * Door: vnmarket.rooms.take(frame) -> "applied" | "known" | "gap"; .get(room); .stamps(rooms); .forget(rooms).
 * Refuses to know how frames arrive.
 */
(function (vn) {
    "use strict";
    const copies = new Map();

    // RFC 7396. Returns the set of top-level keys below `data` that a patch touched.
    function merge(target, patch) {
        for (const key in patch) {
            const value = patch[key];
            if (value === null) {
                delete target[key];
            } else if (typeof value === "object" && !Array.isArray(value)) {
                const inner = target[key];
                if (inner === null || typeof inner !== "object" || Array.isArray(inner)) target[key] = {};
                merge(target[key], value);
            } else {
                target[key] = value;
            }
        }
    }

    function take(frame) {
        const copy = copies.get(frame.room);
        if (frame.t === "snap") {
            if (copy && copy.epoch === frame.epoch && copy.seq === frame.seq) {
                Object.assign(copy, { asOf: frame.as_of, feed: frame.feed });
                return "known";
            }
            const renewed = Boolean(copy) && copy.epoch !== frame.epoch;
            copies.set(frame.room, {
                epoch: frame.epoch, seq: frame.seq, asOf: frame.as_of, feed: frame.feed, data: frame.data,
            });
            vn.emit("room:" + frame.room, { data: frame.data, patch: null, renewed });
            return "applied";
        }
        if (!copy || copy.epoch !== frame.epoch || frame.seq > copy.seq + 1) return "gap";
        if (frame.seq <= copy.seq) return "known";
        merge(copy.data, frame.data);
        Object.assign(copy, { seq: frame.seq, asOf: frame.as_of, feed: frame.feed });
        vn.emit("room:" + frame.room, { data: copy.data, patch: frame.data, renewed: false });
        return "applied";
    }

    function get(room) {
        return copies.get(room) || null;
    }

    function stamps(rooms) {
        const found = {};
        for (const room of rooms) {
            const copy = copies.get(room);
            found[room] = copy ? copy.epoch + "-" + copy.seq : null;
        }
        return found;
    }

    // A symbol's room is dropped with its last reader; the others are few and may be wanted again.
    function forget(names) {
        for (const room of names) if (room.includes(":")) copies.delete(room);
    }

    vn.rooms = { take, get, stamps, forget, merge };
})(window.vnmarket);
