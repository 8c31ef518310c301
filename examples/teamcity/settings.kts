// Scans a branch in Bitbucket and fails the build on findings.
// Needs: Node 24 on the agent, and the password parameter env.SOTERI_GATE_TOKEN, for which "credentialsJSON:..."
// below is a placeholder: TeamCity makes such a token when you add the parameter in its settings.
import jetbrains.buildServer.configs.kotlin.*
import jetbrains.buildServer.configs.kotlin.buildSteps.script

version = "2025.03"

project {
    buildType(SoteriGate)
}

object SoteriGate : BuildType({
    name = "Soteri gate"
    artifactRules = "soteri-report => soteri-report"

    params {
        password("env.SOTERI_GATE_TOKEN", "credentialsJSON:00000000-0000-0000-0000-000000000000")
        param("env.SOTERI_GATE_BITBUCKET_URL", "https://bitbucket.example.com")
        param("env.SOTERI_GATE_PROJECT", "PAY")
        param("env.SOTERI_GATE_REPO", "checkout")
        // refs/heads/...; %teamcity.build.branch% would be <default> for the default branch.
        param("env.SOTERI_GATE_BRANCH", "%teamcity.build.vcs.branch.${DslContext.settingsRoot.id}%")
        param("env.SOTERI_GATE_FORMATS", "csv,json,html,junit")
    }

    vcs {
        root(DslContext.settingsRoot)
    }

    steps {
        script {
            name = "Gate"
            // The status text, the test report and env.SOTERI_VERDICT come by service messages.
            scriptContent = "npx --yes soteri-gate@1.0.0 gate --thresholds 'total = 0' --timeout 60m"
        }
    }

    failureConditions {
        executionTimeoutMin = 90
    }
})
