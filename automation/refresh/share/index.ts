export { refreshShared } from "./refreshShared";
export { SharedProviders } from "./sharedProviders";
