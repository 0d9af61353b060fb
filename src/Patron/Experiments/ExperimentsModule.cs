using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Experiments.AnalyseTests;
using Patron.Experiments.Contracts;
using Patron.Experiments.KeepTests;
using Patron.Experiments.PlanMail;

namespace Patron.Experiments;

/// <summary>The door of the room: whether something worked, and whether it pays to try.</summary>
internal static class ExperimentsModule
{
    public static IServiceCollection AddExperiments(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Experiments", [AssignmentTable.Name], Topics.Experiments))
        .AddSingleton<TestBook>()
        .AddSingleton<ITests>(p => p.GetRequiredService<TestBook>());

    public static IReadOnlyList<PatronCommand> AnalyseCommands => [new ExperimentCommand(), new MailPlanCommand()];
}
