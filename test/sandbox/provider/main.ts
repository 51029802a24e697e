import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { servePlugin } from "../plugin";
import { handlers } from "./handlers";

servePlugin(ResourceProviderService, handlers(process.env));
