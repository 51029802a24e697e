import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  name: z.string(),
  path: z.string(),
  permissionsBoundary: z.string().optional(),
  tagsAll,
});

export const iamUser = resourceType(inputs, {
  token: "aws:iam/user:User",
  autonamed: "name",
  defaults: { forceDestroy: false, path: "/" },
  // The real provider renames in place, too; here an update does not change an id.
  forceNew: ["name"],
  documents: [],
  sets: [],
  computed: ["arn", "uniqueId"],
  secretOutputs: [],
  tagged: true,
  regional: false,
  missing: ["NoSuchEntity", "NoSuchEntityException"],
  async create(cloud, user) {
    await (await cloud.iam()).createUser({
      UserName: user.name,
      Path: user.path,
      PermissionsBoundary: user.permissionsBoundary,
      Tags: tagList(user.tagsAll),
    });
    return user.name;
  },
  async read(cloud, { id, recorded }) {
    const { User: live } = await (await cloud.iam()).getUser({ UserName: id });
    return {
      arn: live?.Arn ?? "",
      forceDestroy: recorded["forceDestroy"] === true,
      name: id,
      path: live?.Path ?? "/",
      permissionsBoundary: live?.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      uniqueId: live?.UserId ?? "",
      ...tagOutputs(cloud, tagsFrom(live?.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, user, recorded) {
    const iam = await cloud.iam();
    const { path, permissionsBoundary: boundary = "" } = user;
    if (path !== recorded["path"]) await iam.updateUser({ UserName: id, NewPath: path });
    if (boundary !== recorded["permissionsBoundary"]) {
      if (boundary === "") await iam.deleteUserPermissionsBoundary({ UserName: id });
      else await iam.putUserPermissionsBoundary({ UserName: id, PermissionsBoundary: boundary });
    }
    const { set, remove } = tagChanges(recorded, user.tagsAll);
    if (remove.length > 0) await iam.untagUser({ UserName: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await iam.tagUser({ UserName: id, Tags: tagList(set) });
  },
  async delete(cloud, id, recorded) {
    const iam = await cloud.iam();
    if (recorded["forceDestroy"] === true) {
      const { AccessKeyMetadata: keys = [] } = await iam.listAccessKeys({ UserName: id });
      for (const { AccessKeyId: key } of keys) await iam.deleteAccessKey({ UserName: id, AccessKeyId: key });
    }
    await iam.deleteUser({ UserName: id });
  },
});
