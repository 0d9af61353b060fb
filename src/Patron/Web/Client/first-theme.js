// Before the first paint, while no choice is stored: follow the system.
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.bsTheme = "dark";
