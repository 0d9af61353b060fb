namespace Patron.Analytics.Formulas;

/// <summary>
/// A formula over the fields of a customer: numbers, "texts", fields by name, + - * /, = &lt;&gt; &lt; &lt;= &gt; &gt;=, and, or, not, and functions (<see cref="Functions"/>).
/// It can only reckon: there are no loops, no names of its own, nothing outside the fields it is given. A division by zero is missing, and so is what is reckoned from a missing value, save where the other side of an "and" or "or" decides alone.
/// </summary>
public sealed class Formula
{
    /// <summary>Characters of a formula.</summary>
    public const int Longest = 2_000;

    /// <summary>Brackets within brackets.</summary>
    public const int Deepest = 60;

    private readonly FormulaNode root;

    private Formula(FormulaNode root, IReadOnlyList<string> uses) => (this.root, Uses) = (root, uses);

    /// <summary>The fields that it asks for, by the names of the dictionary that <see cref="Read"/> was given; one that it asks for twice stands twice.</summary>
    public IReadOnlyList<string> Uses { get; }

    /// <summary>What it gives.</summary>
    public FormulaType Type => root.Type;

    /// <summary>Words that no field can be called by.</summary>
    public static IReadOnlyList<string> Words { get; } = ["and", "or", "not"];

    /// <summary>Every function with how it is called.</summary>
    public static IReadOnlyList<string> Functions => FormulaFunctions.Forms;

    /// <summary>Reads a formula; either it is understood or the error says what is wrong and where.</summary>
    /// <param name="fields">Names, whatever their case, and what they hold.</param>
    public static (Formula? Formula, FormulaError? Error) Read(string text, IReadOnlyDictionary<string, FormulaType> fields)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fields);
        if (string.IsNullOrWhiteSpace(text)) return (null, new(FormulaFault.Empty, 0, ""));
        if (text.Length > Longest) return (null, new(FormulaFault.TooLong, Longest, ""));
        var (tokens, error) = FormulaTokens.Of(text);
        if (error is not null) return (null, error);
        var parser = new FormulaParser(tokens, fields);
        return parser.Whole() is { } root ? (new(root, parser.Uses), null) : (null, parser.Error);
    }

    /// <summary>The formula over some fields, to be asked by customer index from any number of threads.</summary>
    /// <param name="fields">The values of a field by the name it has in the dictionary that <see cref="Read"/> was given.</param>
    public FieldValue Over(Func<string, FieldValue> fields) => root.Bind(fields);
}

/// <summary>Recursive descent, weakest first: or, and, not, comparison, sum, product, sign, value.</summary>
internal sealed class FormulaParser(List<Token> tokens, IReadOnlyDictionary<string, FormulaType> fields)
{
    private readonly Dictionary<string, (string Name, FormulaType Type)> known = fields.ToDictionary(f => f.Key, f => (f.Key, f.Value), StringComparer.OrdinalIgnoreCase);
    private int at;
    private int depth;

    public FormulaError? Error { get; private set; }

    public List<string> Uses { get; } = [];

    private Token Now => tokens[at];

    public FormulaNode? Whole() => Either() is { } node ? Now.Kind == TokenKind.End ? node : Fail(FormulaFault.Unexpected, Now) : null;

    private FormulaNode? Either() => Chain("or", Both, FormulaType.Truth, (_, left, right) => new EitherNode(left, right, decides: true));

    private FormulaNode? Both() => Chain("and", Not, FormulaType.Truth, (_, left, right) => new EitherNode(left, right, decides: false));

    private FormulaNode? Not()
    {
        if (!IsWord("not")) return Compared();
        at++;
        var from = Now;
        return Deeper(Not) is not { } of ? null : of.Type != FormulaType.Truth ? Fail(FormulaFault.Type, from) : new CallNode(FormulaType.Truth, [of], v => FormulaValue.Of(!v[0].IsTrue));
    }

    private FormulaNode? Compared()
    {
        if (Sum() is not { } left) return null;
        if (Now is not { Kind: TokenKind.Sign, Word: "=" or "<>" or "!=" or "<" or "<=" or ">" or ">=" } sign) return left;
        at++;
        var from = Now;
        if (Sum() is not { } right) return null;
        if (right.Type != left.Type) return Fail(FormulaFault.Type, from);
        if (left.Type != FormulaType.Number && sign.Word is not ("=" or "<>" or "!=")) return Fail(FormulaFault.Type, sign);
        return new CallNode(FormulaType.Truth, [left, right], v => FormulaValue.Of(sign.Word switch
        {
            "=" => Same(v),
            "<" => v[0].Number < v[1].Number,
            "<=" => v[0].Number <= v[1].Number,
            ">" => v[0].Number > v[1].Number,
            ">=" => v[0].Number >= v[1].Number,
            _ => !Same(v),
        }));

        static bool Same(FormulaValue[] v) => v[0].Text is { } text ? string.Equals(text, v[1].Text, StringComparison.OrdinalIgnoreCase) : v[0].Number == v[1].Number;
    }

    private FormulaNode? Sum() => Chain("+-", Product, FormulaType.Number, (sign, left, right) =>
        new CallNode(FormulaType.Number, [left, right], sign == "+" ? v => FormulaValue.Of(v[0].Number + v[1].Number) : v => FormulaValue.Of(v[0].Number - v[1].Number)));

    private FormulaNode? Product() => Chain("*/", Signed, FormulaType.Number, (sign, left, right) =>
        new CallNode(FormulaType.Number, [left, right], sign == "*" ? v => FormulaValue.Of(v[0].Number * v[1].Number) : v => FormulaValue.Of(v[0].Number / v[1].Number)));

    private FormulaNode? Signed()
    {
        if (Now is not { Kind: TokenKind.Sign, Word: "-" }) return Value();
        at++;
        var from = Now;
        return Deeper(Signed) switch
        {
            null => null,
            { Type: not FormulaType.Number } => Fail(FormulaFault.Type, from),
            // A limit of bin is a number as it stands, below zero too.
            ConstantNode number => new ConstantNode(FormulaType.Number, FormulaValue.Of(-number.Value.Number)),
            var of => new CallNode(FormulaType.Number, [of], v => FormulaValue.Of(-v[0].Number)),
        };
    }

    private FormulaNode? Value()
    {
        var token = Now;
        at++;
        switch (token.Kind)
        {
            case TokenKind.Number: return new ConstantNode(FormulaType.Number, FormulaValue.Of(token.Number));
            case TokenKind.Text: return new ConstantNode(FormulaType.Text, FormulaValue.Of(token.Word));
            case TokenKind.Name when Now is { Kind: TokenKind.Sign, Word: "(" }: return Deeper(() => Called(token));
            case TokenKind.Name when known.TryGetValue(token.Word, out var field):
                Uses.Add(field.Name);
                return new FieldNode(field.Type, field.Name);
            case TokenKind.Name: return Fail(FormulaFault.UnknownField, token);
            case TokenKind.Sign when token.Word == "(":
                return Deeper(Either) is not { } inside ? null : Take(")") ? inside : Fail(FormulaFault.Unexpected, Now);
            default: return Fail(FormulaFault.Unexpected, token);
        }
    }

    private FormulaNode? Called(Token name)
    {
        at++;
        var (parts, places) = (new List<FormulaNode>(), new List<Token>());
        if (Now is not { Kind: TokenKind.Sign, Word: ")" })
        {
            do
            {
                places.Add(Now);
                if (Either() is not { } part) return null;
                parts.Add(part);
            }
            while (Take(","));
        }
        if (!Take(")")) return Fail(FormulaFault.Unexpected, Now);
        var (node, error) = FormulaFunctions.Call(name, parts, places);
        Error = error;
        return node;
    }

    /// <summary>Parts of one strength, from left to right.</summary>
    private FormulaNode? Chain(string signs, Func<FormulaNode?> part, FormulaType takes, Func<string, FormulaNode, FormulaNode, FormulaNode> join)
    {
        var from = Now;
        var left = part();
        while (left is not null && (Now.Kind == TokenKind.Sign ? Now.Word.Length == 1 && signs.Contains(Now.Word, StringComparison.Ordinal) : IsWord(signs)))
        {
            var sign = Now;
            at++;
            var place = Now;
            if (part() is not { } right) return null;
            if (left.Type != takes) return Fail(FormulaFault.Type, from);
            if (right.Type != takes) return Fail(FormulaFault.Type, place);
            left = join(sign.Word, left, right);
        }
        return left;
    }

    private FormulaNode? Deeper(Func<FormulaNode?> part)
    {
        if (++depth > Formula.Deepest) return Fail(FormulaFault.TooLong, Now);
        var node = part();
        depth--;
        return node;
    }

    private bool IsWord(string word) => Now.Kind == TokenKind.Name && Now.Word.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool Take(string sign)
    {
        if (Now is not { Kind: TokenKind.Sign } || Now.Word != sign) return false;
        at++;
        return true;
    }

    private FormulaNode? Fail(FormulaFault fault, Token token)
    {
        Error ??= new(fault, token.Position, token.Word);
        return null;
    }
}
