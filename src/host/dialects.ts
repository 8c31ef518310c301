/** The dialect of each place. GitHub has a host of its own. Pure. */
import { azure } from './azure.ts'
import { bamboo } from './bamboo.ts'
import { bitbucketPipelines } from './bitbucket-pipelines.ts'
import type { Place } from './detect.ts'
import { type Dialect, plain } from './dialect.ts'
import { gitlab } from './gitlab.ts'
import { jenkins } from './jenkins.ts'
import { teamcity } from './teamcity.ts'

/** `github` stands here for the command line run within a step: workflow commands are left to the action. */
export const dialects: Readonly<Record<Place, Dialect>> = {
  github: plain,
  gitlab,
  jenkins,
  bamboo,
  'bitbucket-pipelines': bitbucketPipelines,
  azure,
  teamcity,
  terminal: plain,
}
