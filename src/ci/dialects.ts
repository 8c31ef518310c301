/** The dialect of each place. The GitHub action has a host of its own. Pure. */
import { azure } from './azure.ts'
import { bamboo } from './bamboo.ts'
import { bitbucketPipelines } from './bitbucket-pipelines.ts'
import type { Place } from './detect.ts'
import { type Dialect, plain } from './dialect.ts'
import { githubStep } from './github-step.ts'
import { gitlab } from './gitlab.ts'
import { jenkins } from './jenkins.ts'
import { teamcity } from './teamcity.ts'

/** All dialects by place. */
export const dialects: Readonly<Record<Place, Dialect>> = {
  github: githubStep,
  gitlab,
  jenkins,
  bamboo,
  'bitbucket-pipelines': bitbucketPipelines,
  azure,
  teamcity,
  terminal: plain,
}
