import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { servePlugin } from "../plugin";
import { handlers } from "./handlers";

// The engine's address comes last, after options.
servePlugin(LanguageRuntimeService, handlers(process.argv.at(-1) ?? ""));
