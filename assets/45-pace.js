/*
 * When the page draws what it hears: in few frames, and in fewer of them where the machine is slow.
 * Door: vnmarket.pace.add(job, leads) does it with a frame to come, each kind in the order of adding; .flush()
 * does all at once; .close(job) does it once when all else of the frame is done, or at once outside of one;
 * .rarely(ms) for so long leaves the time between frames to others.
 * A frame costs a browser nearly the same whether one panel changes or all do. So what leads (the board) is
 * drawn when it comes, and while it does, all else is drawn in one of its frames, every RIDE_MS. And frames are
 * as far apart as it takes to leave the reader something of the time: drawing takes SHARE of it at most, except
 * where that would make more than LONGEST_MS of waiting. Refuses to know what is drawn.
 */
(function (vn) {
    "use strict";
    const RIDE_MS = 333;
    const RARE_MS = 250;
    const MISSED_MS = 100; // a rider whose frame does not come goes alone
    const SHARE = 0.36;
    const LONGEST_MS = 150;
    const NEWEST = 0.2; // weight of the newest frame in what a frame costs
    const SOON_MS = 1; // not worth a timer

    let leading = [];
    let riding = [];
    const closing = new Set();
    let runs = false;
    let timer = null;
    let due = Infinity;
    let ledAt = -Infinity;
    let rodeAt = -Infinity;
    let opensAt = 0;
    let rareUntil = 0;
    let cost = 0; // of a frame, milliseconds: our scripts and all that the browser makes of them
    let asked = null; // the frame that is being measured
    const painted = new MessageChannel();

    const led = (now) => now - ledAt < RIDE_MS + MISSED_MS;

    function add(job, leads) {
        (leads ? leading : riding).push(job);
        if (document.hidden) return flush(); // nothing is drawn, and timers hardly run
        const now = performance.now();
        if (leads) ledAt = now;
        wait(Math.max(opensAt, !leads && led(now) ? rodeAt + RIDE_MS + MISSED_MS : now));
    }

    function wait(until) {
        if (until >= due) return;
        clearTimeout(timer);
        due = until;
        const left = until - performance.now();
        if (left < SOON_MS) go();
        else timer = setTimeout(go, left);
    }

    function go() {
        const now = performance.now();
        const rides = riding.length > 0 && (now - rodeAt >= RIDE_MS || !led(now));
        run(rides);
        if (riding.length) wait(Math.max(opensAt, rodeAt + RIDE_MS + MISSED_MS));
    }

    function attempt(job) {
        try {
            job();
        } catch (error) {
            reportError(error); // what else waits is not to suffer
        }
    }

    function close(job) {
        if (runs) closing.add(job);
        else job();
    }

    const flush = () => run(true);

    const rarely = (ms) => (rareUntil = performance.now() + ms);

    function run(rides) {
        clearTimeout(timer);
        due = Infinity;
        const began = performance.now();
        const jobs = rides ? [...leading, ...riding] : leading;
        leading = [];
        if (rides) {
            riding = [];
            rodeAt = began;
        }
        if (!jobs.length) return;
        runs = true;
        jobs.forEach(attempt);
        runs = false;
        closing.forEach(attempt);
        closing.clear();
        opensAt = began + (began < rareUntil ? RARE_MS : Math.min(LONGEST_MS, cost / SHARE));
        if (!asked && !document.hidden) measure(performance.now() - began);
    }

    // A message posted as a frame begins is answered when the frame is drawn.
    function measure(scriptMs) {
        asked = { scriptMs };
        requestAnimationFrame(() => {
            asked.at = performance.now();
            painted.port2.postMessage(null);
        });
    }

    painted.port1.onmessage = () => {
        const spent = asked.scriptMs + performance.now() - asked.at;
        cost += NEWEST * (spent - cost);
        asked = null;
    };

    vn.pace = { add, flush, close, rarely };
})(window.vnmarket);
