using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patron.CommandLine.Contracts;
using Patron.IdentityResolution.AnalyseLink;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.OpenTables;
using Patron.Kernel.Texts;

namespace Patron.Tests.IdentityResolution.Linking;

/// <summary>./patron analyse link over files in a folder of its own.</summary>
internal sealed class Linked : IDisposable
{
    private static readonly Texts Sentences = new();
    private readonly string folder = Directory.CreateTempSubdirectory("patron-link-").FullName;

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return name;
    }

    public string[] Lines(string name) => File.ReadAllLines(Path.Combine(folder, name));

    public async Task<(int Exit, string Out, string Error)> Run(params string[] arguments)
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(Sentences).AddSingleton<IOpensTables, OpensTables>().BuildServiceProvider();
        var command = new AnalyseCommand();
        var parsed = new RootCommand { command.Define() }.Parse(["link", .. arguments]);
        Assert.Empty(parsed.Errors);
        using StringWriter output = new(), error = new();
        var exit = await command.Run(parsed, new CommandContext(services, null, output, error, folder, Live: false), TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    public async Task<JsonElement> Json(params string[] arguments)
    {
        var (exit, output, error) = await Run([.. arguments, "--json"]);
        Assert.Equal((0, ""), (exit, error));
        return JsonDocument.Parse(output).RootElement;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
