/*
 * The address of exactly this view, for somebody else.
 * Door: the button `switch-share`. Where the clipboard is denied, the address is shown to be copied.
 */
(function (vn) {
    "use strict";
    const SAID_MS = 2000;

    async function share(button) {
        const address = vn.url.share();
        try {
            await navigator.clipboard.writeText(address);
        } catch (denied) {
            shown(address);
            return;
        }
        vn.setText(document.getElementById("announcer"), vn.text("share_done"));
        button.classList.add("done");
        setTimeout(() => button.classList.remove("done"), SAID_MS);
    }

    let box = null;
    function shown(address) {
        box = box || vn.dialog("share", "share_tip");
        const field = vn.element("input");
        field.value = address;
        field.readOnly = true;
        field.setAttribute("aria-label", vn.text("share_tip"));
        box.replaceChildren(vn.element("h2", vn.text("share_tip")), field);
        box.showModal();
        field.select();
    }

    document.addEventListener("click", (event) => {
        const button = event.target.closest("#switch-share");
        if (button) share(button);
    });
})(window.vnmarket);
