/*
 * The page's namespace and how its parts hear of each other.
 * Door: vnmarket.on(topic, listener), vnmarket.emit(topic, value), vnmarket.config.
 * Topics: room:<name>, snapshot:<name>, connection, freshness, series:<name>, language, colours, tick.
 */
window.vnmarket = (function () {
    "use strict";
    const listeners = new Map();

    function on(topic, listener) {
        if (!listeners.has(topic)) listeners.set(topic, []);
        listeners.get(topic).push(listener);
    }

    function emit(topic, value) {
        for (const listener of listeners.get(topic) || []) listener(value);
    }

    const block = document.getElementById("vnmarket-config");
    const config = block ? JSON.parse(block.textContent) : { text: {}, defaults: {}, socket_path: "/ws/live" };
    return { on, emit, config };
})();
