using Patron.CommandLine.Contracts;
using Patron.Experiments.AnalyseTests;
using Patron.Experiments.PlanMail;

namespace Patron.Experiments;

/// <summary>The door of the room: whether something worked, and whether it pays to try.</summary>
internal static class ExperimentsModule
{
    public static IReadOnlyList<PatronCommand> AnalyseCommands => [new ExperimentCommand(), new MailPlanCommand()];
}
