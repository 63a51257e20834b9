export const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn', 'bun'] as const
export type PackageManager = (typeof PACKAGE_MANAGERS)[number]

/**
 * The package manager that runs this process, npm where none does.
 * @param userAgent `npm_config_user_agent`, which all of them set: `pnpm/10.4.1 npm/? node/v20.18.0 linux x64`
 */
export function packageManagerOf(userAgent: string | undefined): PackageManager {
  const name = userAgent?.split('/')[0]
  return PACKAGE_MANAGERS.find((known) => known === name) ?? 'npm'
}

/** How a project's dependencies are installed: arguments and environment variables. */
export function installation(pm: PackageManager, isOffline: boolean) {
  switch (pm) {
    case 'npm':
      return { args: ['install', '--no-audit', '--no-fund', ...(isOffline ? ['--offline'] : [])], env: {} }
    case 'pnpm':
      return { args: ['install', ...(isOffline ? ['--offline'] : [])], env: {} }
    case 'bun':
      return { args: ['install', ...(isOffline ? ['--offline'] : [])], env: {} }
    case 'yarn':
      return {
        args: ['install'],
        env: {
          // In CI, Yarn refuses to write the lockfile that a new project lacks.
          YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
          ...(isOffline && { YARN_ENABLE_NETWORK: 'false' }),
        },
      }
  }
}

/** How a script of package.json is run: `npm test`, `pnpm start`, `bun run test`. */
export function scriptCall(pm: PackageManager, script: 'start' | 'test' | 'check'): string {
  const needsRun = script === 'check' ? pm === 'npm' || pm === 'bun' : pm === 'bun'
  return needsRun ? `${pm} run ${script}` : `${pm} ${script}`
}

/** How a command of a dependency is run: `npx sepal`. */
export function commandCall(pm: PackageManager): string {
  return { npm: 'npx sepal', pnpm: 'pnpm sepal', yarn: 'yarn sepal', bun: 'bunx sepal' }[pm]
}
