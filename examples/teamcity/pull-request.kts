// Gates a pull request by the secrets that it adds. The feature "Pull Requests" makes builds of pull requests of Bitbucket
// and the parameter teamcity.pullRequest.number.
// Needs: Node 24 on the agent, and the password parameter env.SOTERI_GATE_TOKEN (a token of the repository with write
// permission), for which "credentialsJSON:..." below is a placeholder: TeamCity makes such a token when you add the parameter.
import jetbrains.buildServer.configs.kotlin.*
import jetbrains.buildServer.configs.kotlin.buildFeatures.PullRequests
import jetbrains.buildServer.configs.kotlin.buildFeatures.pullRequests
import jetbrains.buildServer.configs.kotlin.buildSteps.script
import jetbrains.buildServer.configs.kotlin.triggers.vcs

version = "2025.03"

project {
    buildType(SoteriPullRequest)
}

object SoteriPullRequest : BuildType({
    name = "Soteri gate of pull requests"
    artifactRules = "soteri-report => soteri-report"

    params {
        password("env.SOTERI_GATE_TOKEN", "credentialsJSON:00000000-0000-0000-0000-000000000000")
        param("env.SOTERI_GATE_BITBUCKET_URL", "https://bitbucket.example.com")
        param("env.SOTERI_GATE_PROJECT", "PAY")
        param("env.SOTERI_GATE_REPO", "checkout")
        // `auto` reads the number from the variable below.
        param("env.SOTERI_GATE_PULL_REQUEST", "auto")
        param("env.BITBUCKET_PULL_REQUEST_ID", "%teamcity.pullRequest.number%")
        param("env.SOTERI_GATE_BUILD_STATUS", "true")
        param("env.SOTERI_GATE_CODE_INSIGHTS", "true")
        param("env.SOTERI_GATE_FORMATS", "csv,json,html,junit")
    }

    vcs {
        root(DslContext.settingsRoot)
    }

    triggers {
        vcs {
            branchFilter = "+pr:*"
        }
    }

    features {
        pullRequests {
            provider = bitbucketServer {
                authType = vcsRoot()
            }
        }
    }

    steps {
        script {
            name = "Gate"
            scriptContent = "npx --yes soteri-gate@1.0.0 gate --pull-request-comment on-failure --timeout 60m"
        }
    }

    failureConditions {
        executionTimeoutMin = 90
    }
})
