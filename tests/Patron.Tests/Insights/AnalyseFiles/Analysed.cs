using Microsoft.Extensions.DependencyInjection;
using Patron.CommandLine.Contracts;
using Patron.Imports.Contracts;
using Patron.Imports.OpenTables;
using Patron.Insights;
using Patron.Tests.CommandLine;

namespace Patron.Tests.Insights.AnalyseFiles;

/// <summary>./patron analyse ... over files.</summary>
internal sealed class Analysed() : CommandOverFiles("analyse")
{
    protected override PatronCommand Command => new CommandGroup("analyse", "", [.. InsightsModule.AnalyseCommands]);

    protected override void Register(IServiceCollection services) => services.AddSingleton<IReadsColumns, ReadsColumns>();
}
