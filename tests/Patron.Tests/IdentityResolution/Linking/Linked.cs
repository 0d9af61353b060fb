using Microsoft.Extensions.DependencyInjection;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.AnalyseLink;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.OpenTables;
using Patron.Tests.CommandLine;

namespace Patron.Tests.IdentityResolution.Linking;

/// <summary>./patron analyse link over files.</summary>
internal sealed class Linked() : CommandOverFiles("link")
{
    protected override PatronCommand Command => new AnalyseCommand();

    protected override void Register(IServiceCollection services) => services.AddSingleton<IOpensTables, OpensTables>();
}
