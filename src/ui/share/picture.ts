/**
 * The stage as a picture: the SVG with its styles in it, or that drawn into a PNG at twice its size.
 */

import { standaloneSvg } from "../topology/standalone.ts";

/** Pixels of the PNG for each unit of the stage. */
const density = 2;

export async function pictureOf(kind: "svg" | "png"): Promise<Blob> {
  const stage = document.querySelector<SVGSVGElement>("#stage svg");
  if (stage === null) throw new Error("the stage is not drawn");
  const svg = new Blob([standaloneSvg(stage)], { type: "image/svg+xml" });
  if (kind === "svg") return svg;
  const { width, height } = stage.getBoundingClientRect();
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image(width * density, height * density);
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * density;
    canvas.height = height * density;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (png === null) throw new Error("the browser made no picture");
    return png;
  } finally {
    URL.revokeObjectURL(address);
  }
}
