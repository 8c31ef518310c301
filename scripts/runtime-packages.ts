/** What the npm package needs to run, with all that it depends on. */

type Lock = {
  packages: Record<string, { version?: string; dev?: boolean; devOptional?: boolean; link?: boolean }>
}

/** Folder and `name version` of each, from the text of `package-lock.json`. */
export function runtimePackages(lock: string): readonly { readonly path: string; readonly name: string }[] {
  return Object.entries((JSON.parse(lock) as Lock).packages)
    .filter(
      ([path, { dev, devOptional, link }]) =>
        path.startsWith('node_modules/') && !dev && !devOptional && !link,
    )
    .map(([path, { version }]) => ({ path, name: `${path.replace(/^.*node_modules\//, '')} ${version}` }))
}
