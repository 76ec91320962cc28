/*
 * Texts and numbers in the reader's language.
 * Door: vnmarket.text(key, values), vnmarket.format.*, vnmarket.applyTexts(root).
 * Refuses to know what a number means; null is shown as a dash or as nothing, never as 0.
 */
(function (vn) {
    "use strict";
    const EXCHANGE_OFFSET_MS = 7 * 3600 * 1000; // UTC+7 all year
    const SMALLEST = 1e-6; // below it a number is written with an exponent
    let texts = {};
    let formats = {};

    function choose(language) {
        texts = vn.config.text[language] || {};
        formats = {
            whole: fixed(0), one: fixed(1), two: fixed(2),
            wholeSigned: fixed(0, true), oneSigned: fixed(1, true), twoSigned: fixed(2, true),
        };
    }

    // What a browser's Intl.NumberFormat says, but for a zero, which never has a sign (tests/browser/test_words.py):
    // to make the first of those takes 40 ms and more, and prices wait for it.
    function fixed(digits, signed) {
        const { thousands_mark: thousands = ",", decimal_mark: decimal = "." } = texts;
        return (value) => {
            const size = Math.abs(value);
            // By its decimal figures, so that 1.005 is half way from 1.00 to 1.01, and goes up.
            const parts = size < SMALLEST ? 0 : Math.round(Number(size + "e" + digits));
            const figures = String(parts).padStart(digits + 1, "0");
            const end = figures.length - digits;
            const whole = figures.slice(0, end).replace(/\B(?=(\d{3})+$)/g, thousands);
            const sign = parts === 0 ? "" : value < 0 ? "-" : signed ? "+" : "";
            return sign + whole + (digits ? decimal + figures.slice(end) : "");
        };
    }

    function text(key, values) {
        let found = texts[key];
        if (found === undefined) return key;
        if (values) for (const name in values) found = found.replace("{" + name + "}", values[name]);
        return found;
    }

    const known = (value) => value !== null && value !== undefined && Number.isFinite(value);
    // A real minus sign is as wide as the plus sign in tabular figures.
    const dress = (shown) => shown.replace("-", "−");
    const wrap = (name, scale) => (value) => (known(value) ? dress(formats[name](value / (scale || 1))) : "");

    const fine = (vnd) => (Math.abs(vnd) >= 1e11 ? "whole" : Math.abs(vnd) >= 1e10 ? "one" : "two");

    const format = {
        known,
        whole: wrap("whole"),
        wholeSigned: wrap("wholeSigned"),
        one: wrap("one"),
        two: wrap("two"),
        price: wrap("two", 1000), // VND shown in thousands
        priceChange: wrap("twoSigned", 1000),
        points: wrap("two"),
        pointsSigned: wrap("twoSigned"),
        tenths: wrap("one"),
        tenthsSigned: wrap("oneSigned"),
        percentSigned: (value) => (known(value) ? dress(formats.twoSigned(value)) + "%" : ""),
        percent: (value) => (known(value) ? formats.one(value) + "%" : ""),
        coverage: (share) => (known(share) ? formats.one(Math.floor(share * 1000) / 10) + "%" : ""),
        // To the share: a board's volume is compared with other sources.
        volume: wrap("whole"),
        millions: (value) => (known(value) ? formats.one(value / 1e6) + " " + text("million") : ""),
        billions: (vnd) => (known(vnd) ? formats[Math.abs(vnd) >= 1e11 ? "whole" : "one"](vnd / 1e9) : ""),
        billionsSigned: (vnd) =>
            known(vnd) ? dress(formats[Math.abs(vnd) >= 1e11 ? "wholeSigned" : "oneSigned"](vnd / 1e9)) : "",
        // Of single shares: small sums keep their hundredths.
        sum: (vnd) => (known(vnd) ? dress(formats[fine(vnd)](vnd / 1e9)) : ""),
        sumSigned: (vnd) => (known(vnd) ? dress(formats[fine(vnd) + "Signed"](vnd / 1e9)) : ""),
        clock: (epochMs) => new Date(epochMs + EXCHANGE_OFFSET_MS).toISOString().slice(11, 19),
        date: (iso) => (iso ? iso.split("-").reverse().join("/") : ""),
        span: (ms) => new Date(Math.max(0, ms)).toISOString().slice(11, 19),
        age: (ms) => {
            const seconds = Math.max(0, ms) / 1000;
            if (seconds < 10) return formats.one(seconds) + " " + text("seconds_unit");
            if (seconds < 120) return formats.whole(seconds) + " " + text("seconds_unit");
            return formats.whole(seconds / 60) + " " + text("minutes_unit");
        },
        // 0 = 08:45, 165 = 11:30 = 13:00
        minute: (position) => {
            const minutes = position < 165 ? position + 525 : position + 615;
            return String(Math.floor(minutes / 60)).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0");
        },
    };

    function applyTexts(root) {
        for (const element of root.querySelectorAll("[data-text]")) {
            element.textContent = text(element.dataset.text);
        }
        for (const element of root.querySelectorAll("[data-text-title]")) {
            element.title = text(element.dataset.textTitle);
        }
        for (const element of root.querySelectorAll("[data-text-tip]")) {
            element.dataset.tip = text(element.dataset.textTip);
        }
        for (const element of root.querySelectorAll("[data-text-label]")) {
            element.setAttribute("aria-label", text(element.dataset.textLabel));
        }
    }

    Object.assign(vn, { text, format, applyTexts, chooseLanguage: choose });
    choose(document.documentElement.lang);
})(window.vnmarket);
