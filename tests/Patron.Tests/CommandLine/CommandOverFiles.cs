using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patron.CommandLine.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Tests.CommandLine;

/// <summary>A command that needs no database, over files in a folder of its own.</summary>
/// <param name="called">What stands before the arguments.</param>
internal abstract class CommandOverFiles(string called) : IDisposable
{
    private static readonly Texts Sentences = new();
    private readonly string folder = Directory.CreateTempSubdirectory("patron-files-").FullName;

    protected abstract PatronCommand Command { get; }

    /// <summary>What the command needs besides the clock and the sentences.</summary>
    protected abstract void Register(IServiceCollection services);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return name;
    }

    public string[] Lines(string name) => File.ReadAllLines(Path.Combine(folder, name));

    public async Task<(int Exit, string Out, string Error)> Run(params string[] arguments)
    {
        var needed = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(Sentences);
        Register(needed);
        await using var services = needed.BuildServiceProvider();
        var command = Command;
        var parsed = new RootCommand { command.Define() }.Parse([called, .. arguments]);
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

    /// <summary>What is said where the command refuses.</summary>
    public async Task<string> Refusal(params string[] arguments)
    {
        var (exit, output, error) = await Run(arguments);
        Assert.Equal((1, ""), (exit, output));
        return error;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
