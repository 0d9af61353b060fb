using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Experiments;

/// <summary>What a command reckoned.</summary>
/// <param name="Json">Serialised as it is.</param>
/// <param name="Text">Lines for people, in their language.</param>
internal sealed record NumbersAnswer(Dictionary<string, object?> Json, IReadOnlyList<string> Text);

/// <summary>An option is missing or says what cannot be.</summary>
internal sealed record NumbersRefused(string Sentence, object? Arguments = null) : Refusal(Sentence);

/// <summary>./patron analyse ...: numbers in, numbers and sentences out; no data directory.</summary>
internal abstract class NumbersCommand(string name, string description) : PatronCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output and nothing else." };

    public sealed override bool NeedsNoData => true;

    public sealed override Command Define()
    {
        var command = new Command(name, description);
        foreach (var option in Options) command.Options.Add(option);
        command.Options.Add(json);
        return command;
    }

    public sealed override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var sentences = context.Services.GetRequiredService<Texts>().For(SpokenLanguage.Of(Environment.GetEnvironmentVariable));
        var answered = Answer(parsed, sentences, context, ct);
        if (answered.Value is not { } answer)
        {
            await context.Error.WriteLineAsync(answered.Refusal switch
            {
                NumbersRefused own => sentences.Get(own.Sentence, own.Arguments),
                ColumnsRefused file => file.Why,
                var other => sentences.Of(other!, other!.Key),
            });
            return 1;
        }
        if (parsed.GetValue(json)) await context.Out.WriteLineAsync(JsonSerializer.Serialize(answer.Json, Json));
        else foreach (var line in answer.Text) await context.Out.WriteLineAsync(line);
        return 0;
    }

    protected abstract IReadOnlyList<Option> Options { get; }

    protected abstract Result<NumbersAnswer> Answer(ParseResult parsed, Sentences sentences, CommandContext context, CancellationToken ct);
}
