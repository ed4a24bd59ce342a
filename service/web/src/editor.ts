/** The page of the endpoint: turns its form into an editor that shows what is answered. */
import { Workbench } from "./editor/workbench";

const form = document.querySelector<HTMLFormElement>("#ask");
const template = document.querySelector<HTMLTemplateElement>("#workbench");
if (form && template) {
  new Workbench(form, template).start();
}
