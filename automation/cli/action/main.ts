import { processTerminal } from "../processTerminal";
import { runAction } from "./runAction";

// The status is an output: a later step of the action ends with it, when everything has been told.
void runAction(processTerminal());
