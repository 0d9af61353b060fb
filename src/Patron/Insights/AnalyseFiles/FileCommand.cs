using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.AnalyseFiles;

/// <summary>What a command found in a file.</summary>
/// <param name="Json">Serialised as it is; seconds are added.</param>
/// <param name="Text">Lines for people, in their language.</param>
/// <param name="Lines">What --out writes, the header first.</param>
internal sealed record FileAnswer(Dictionary<string, object?> Json, IReadOnlyList<string> Text, Func<IEnumerable<string>> Lines);

/// <summary>Something about the options or the data stands in the way of the answer.</summary>
internal sealed record AnalyseRefused(string Sentence, object? Arguments = null) : Refusal(Sentence);

/// <summary>./patron analyse ... FILE: reads columns of a file, reckons, and prints JSON or a few lines.</summary>
internal abstract class FileCommand(string name, string description) : PatronCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] DayPatterns = ["yyyy-MM-dd", "yyyyMMdd"];

    private readonly Argument<string> file = new("FILE") { Description = "A file of rows: text with a delimiter or blanks, packed with gzip or not." };
    private readonly Option<string?> delimiter = new("--delimiter") { Description = "One sign, \"tab\", or \" \" for blanks (default: found).", HelpName = "SIGN" };
    private readonly Option<string?> dates = new("--date-format") { Description = "Such as dd/MM/yyyy (default: found).", HelpName = "FORMAT" };
    private readonly Option<string?> decimals = new("--decimal") { Description = "The decimal sign, . or , (default: found).", HelpName = "SIGN" };
    private readonly Option<string?> output = new("--out") { Description = "Write the result line by line.", HelpName = "FILE" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output and nothing else." };

    public sealed override bool NeedsNoData => true;

    public sealed override Command Define()
    {
        var command = new Command(name, description) { file };
        foreach (var option in Options) command.Options.Add(option);
        foreach (var option in new Option[] { delimiter, dates, decimals, output, json }) command.Options.Add(option);
        return command;
    }

    public sealed override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var clock = context.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        var sentences = context.Services.GetRequiredService<Texts>().For(SpokenLanguage.Of(Environment.GetEnvironmentVariable));
        var answered = Answer(new(parsed, context.Services.GetRequiredService<IReadsColumns>(), sentences, this, context, ct));
        if (answered.Value is not { } answer)
        {
            await context.Error.WriteLineAsync(answered.Refusal is AnalyseRefused own ? sentences.Get(own.Sentence, own.Arguments) : sentences.Of(answered.Refusal!, answered.Refusal!.Key));
            return 1;
        }
        if (parsed.GetValue(output) is { } path) await File.WriteAllLinesAsync(context.File(path), answer.Lines(), new UTF8Encoding(false), ct);
        var seconds = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3);
        if (parsed.GetValue(json)) await context.Out.WriteLineAsync(JsonSerializer.Serialize(new Dictionary<string, object?>(answer.Json) { ["seconds"] = seconds }, Json));
        else foreach (var line in answer.Text) await context.Out.WriteLineAsync(line);
        return 0;
    }

    /// <summary>The command's own options.</summary>
    protected abstract IReadOnlyList<Option> Options { get; }

    protected abstract Result<FileAnswer> Answer(FileAsk ask);

    /// <summary>What was asked, with the reading of it.</summary>
    internal sealed record FileAsk(ParseResult Parsed, IReadsColumns Files, Sentences Sentences, FileCommand Command, CommandContext Context, CancellationToken Stop)
    {
        public Formats Formats => Sentences.Formats;

        public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

        /// <summary>The columns; what was left out is said on standard error.</summary>
        public Result<FileColumns> Columns(params AskedColumn[] columns)
        {
            var read = Files.Read(Request(columns), Stop);
            if (read.Value is { FirstUnreadable: { } first } found)
                Context.Error.WriteLine(Sentences.Get("insights.analyse.left_out", new { rows = found.Unreadable, first }));
            return read;
        }

        public Result<FileLines> Lines() => Files.ReadLines(Request([]), Stop);

        /// <summary>A day that an option names; null where the option is not given.</summary>
        public Result<int?> Day(Option<string?> option) =>
            Get(option) is not { } text ? (Result<int?>)(int?)null
            : DateOnly.TryParseExact(text, DayPatterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (int?)day.DayNumber
            : new AnalyseRefused("insights.analyse.no_day", new { option = option.Name, value = text });

        private ColumnsRequest Request(IReadOnlyList<AskedColumn> columns) =>
            new(Context.File(Parsed.GetRequiredValue(Command.file)), columns, Sentences.Language)
            {
                Delimiter = Get(Command.delimiter), DateFormat = Get(Command.dates), Decimal = Get(Command.decimals),
            };
    }

    /// <summary>A field of a line that --out writes.</summary>
    protected static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    protected static string DayWritten(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
