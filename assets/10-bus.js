/*
 * The page's namespace and how its parts hear of each other.
 * Door: vnmarket.on(topic, listener) -> a function that ends it, vnmarket.emit(topic, value), vnmarket.config.
 * Topics: room:<name>, gone:<name>, series:<name>, points:<name>, connection, freshness, language, colours,
 * page (another page is shown), symbol (another symbol was chosen), url (back or forward).
 */
window.vnmarket = (function () {
    "use strict";
    const listeners = new Map();

    function on(topic, listener) {
        if (!listeners.has(topic)) listeners.set(topic, []);
        listeners.get(topic).push(listener);
        return () => listeners.set(topic, listeners.get(topic).filter((one) => one !== listener));
    }

    function emit(topic, value) {
        for (const listener of listeners.get(topic) || []) listener(value);
    }

    const block = document.getElementById("vnmarket-config");
    const config = block ? JSON.parse(block.textContent) : { text: {}, defaults: {}, socket_path: "/ws/live" };
    return { on, emit, config };
})();
