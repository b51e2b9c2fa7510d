"use strict";
const light = {
  colors: { primary: { main: "#b3372b" } },
  sidebar: { backgroundColor: "#faf9f7" },
};

const dark = {
  colors: {
    primary: { main: "#f08a7e" },
    success: { main: "#5fce96" },
    text: { primary: "#e8e6e3", secondary: "#a3a9b3" },
    gray: { 50: "#1c1f25", 100: "#23272f" },
    border: { dark: "#3a3f49", light: "#2e323a" },
    http: {
      get: "#5fce96",
      post: "#6cb6ff",
      put: "#d2a8ff",
      delete: "#f08a7e",
    },
    responses: {
      success: { color: "#5fce96", backgroundColor: "rgba(95, 206, 150, 0.12)", tabTextColor: "#5fce96" },
      error: { color: "#f08a7e", backgroundColor: "rgba(240, 138, 126, 0.12)", tabTextColor: "#f08a7e" },
    },
  },
  schema: { nestedBackground: "#1c1f25", requireLabelColor: "#f08a7e", typeNameColor: "#a3a9b3", typeTitleColor: "#e8e6e3", linesColor: "#3a3f49" },
  sidebar: { backgroundColor: "#1c1f25", textColor: "#e8e6e3" },
  rightPanel: { backgroundColor: "#0f1115" },
  codeBlock: { backgroundColor: "#1a1d23" },
  typography: { code: { color: "#f0a99f", backgroundColor: "#23272f" }, links: { color: "#f08a7e" } },
};

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const draw = () =>
  Redoc.init(
    "/openapi.json",
    { theme: prefersDark.matches ? dark : light, expandResponses: "200,201", hideDownloadButton: false },
    document.getElementById("redoc"),
  );
prefersDark.addEventListener("change", () => window.location.reload());
draw();
