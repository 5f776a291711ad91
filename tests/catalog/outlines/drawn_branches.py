"""More situations as authors draw them: how branches, boxes and main paths are joined when much of the joining is left out."""

from __future__ import annotations

BRANCHES: dict[str, tuple[str, str]] = {
    "columns whose boxes lap over each other a little": (
        """
        topic Tools 400 100 180 49
        topic Tests 400 500 180 49
        subtopic Vite 700 60 150 49
        subtopic esbuild 700 104 150 49
        subtopic Rollup 700 148 150 49
        subtopic Vitest 870 60 150 49
        subtopic Jest 870 104 150 49
        subtopic Mocha 870 148 150 49
        Tools -> Tests
        Tools ..> Vite right-left
        """,
        """
        Tools
          Vite
          esbuild
          Rollup
          Vitest
          Jest
          Mocha
        Tests
        """,
    ),
    "a topic that heads the box it lies in": (
        """
        section _one 380 80 260 220
        topic Images 400 92 220 49
        subtopic Layers 400 150 220 49
        subtopic Registries 400 203 220 49
        section _two 380 360 260 230
        topic Volumes 400 372 220 49
        subtopic Mounts 400 434 220 49
        subtopic Drivers 400 487 220 49
        Images -> Volumes
        """,
        """
        Images
          Layers
          Registries
        Volumes
          Mounts
          Drivers
        """,
    ),
    "a topic on the upper edge of its box": (
        """
        topic Goroutines 400 100 200 49
        section _one 380 125 240 170
        subtopic Channels 392 162 216 49
        subtopic Select 392 215 216 49
        topic Modules 400 400 200 49
        section _two 380 425 240 170
        subtopic Versions 392 462 216 49
        subtopic Vendoring 392 515 216 49
        Goroutines -> Modules
        """,
        """
        Goroutines
          Channels
          Select
        Modules
          Versions
          Vendoring
        """,
    ),
    "columns joined in the middle only": (
        """
        topic Relational databases 412 340 226 49
        topic Queries 437 702 176 49
        subtopic Schemas 71 236 198 49
        subtopic Tables 71 289 198 49
        subtopic Keys 71 342 198 49
        subtopic Views 71 395 198 49
        subtopic Indexes 71 448 198 49
        subtopic Locks 774 288 212 49
        subtopic Isolation 774 341 212 49
        subtopic Deadlocks 774 394 212 49
        subtopic Joins 774 702 212 49
        Relational databases -> Queries
        Relational databases ..> Keys left-right
        Relational databases ..> Isolation right-left
        Queries ..> Joins right-left
        """,
        """
        Relational databases
          Schemas
          Tables
          Keys
          Views
          Indexes
          Locks
          Isolation
          Deadlocks
        Queries
          Joins
        """,
    ),
    "a column on a subtopic that nothing but its column joins": (
        """
        topic Testing 500 300 150 49
        topic Shipping 500 700 150 49
        subtopic Unit tests 780 250 190 49
        subtopic Integration tests 780 303 190 49
        subtopic Browser tests 780 356 190 49
        subtopic Drivers 1060 330 180 49
        subtopic Recording 1060 383 180 49
        subtopic Traces 1060 436 180 49
        subtopic Artifacts 230 700 180 49
        Testing -> Shipping
        Testing ..> Unit tests right-left
        Browser tests ..> Recording right-left
        Shipping ..> Artifacts left-right
        """,
        """
        Testing
          Unit tests
          Integration tests
          Browser tests
            Drivers
            Recording
            Traces
        Shipping
          Artifacts
        """,
    ),
    "a branch of a branch inside one box": (
        """
        topic Storage 400 200 150 49
        topic Network 400 700 150 49
        section _box 680 60 480 330
        label Kinds of stores 694 72 160 28
        subtopic Files 694 112 190 49
        subtopic Blocks 694 165 190 49
        subtopic Objects 694 218 190 49
        subtopic Buckets 950 165 190 49
        subtopic Policies 950 218 190 49
        subtopic Lifecycle 950 271 190 49
        Storage -> Network
        Storage ..> _box right-left
        Objects ..> Policies right-left
        """,
        """
        Storage
          [Kinds of stores]
            Files
            Blocks
            Objects
              Buckets
              Policies
              Lifecycle
        Network
        """,
    ),
    "two headed lists in one box": (
        """
        topic Type system 400 200 150 49
        topic Generics 400 760 150 49
        section _box 700 50 250 410
        label Basic types 714 60 130 28
        subtopic Numbers 714 96 220 49
        subtopic Strings 714 149 220 49
        label Compound types 714 232 150 28
        subtopic Structs 714 268 220 49
        subtopic Tuples 714 321 220 49
        subtopic Arrays 714 374 220 49
        Type system -> Generics
        Type system ..> _box right-left
        """,
        """
        Type system
          [Basic types]
            Numbers
            Strings
          [Compound types]
            Structs
            Tuples
            Arrays
        Generics
        """,
    ),
    "a heading of the box over headings of its lists": (
        """
        topic Caching 400 200 150 49
        topic Search 400 760 150 49
        section _box 700 50 250 440
        label Where to keep it 714 58 150 28
        label On the client 714 100 130 28
        subtopic Cookies 714 134 220 49
        subtopic Workers 714 187 220 49
        label On the server 714 268 150 28
        subtopic Memory 714 302 220 49
        subtopic Proxies 714 355 220 49
        Caching -> Search
        Caching ..> _box right-left
        """,
        """
        Caching
          [Where to keep it]
            [On the client]
              Cookies
              Workers
            [On the server]
              Memory
              Proxies
        Search
        """,
    ),
    "edges drawn from the branch to its topic": (
        """
        topic Linux 440 120 150 49
        topic Processes 440 420 150 49
        subtopic Shells 720 90 190 49
        subtopic Pipes 720 143 190 49
        subtopic Signals 160 420 190 49
        Processes -> Linux top-bottom
        Shells ..> Linux left-right
        Signals ..> Processes right-left
        """,
        """
        Linux
          Shells
          Pipes
        Processes
          Signals
        """,
    ),
    "a yellow head whose edge is drawn from it": (
        """
        topic Cloud 440 120 150 49
        topic Serverless 440 620 150 49
        topic Providers 720 120 170 49
        subtopic North 980 94 160 49
        subtopic South 980 147 160 49
        Cloud -> Serverless
        Providers ..> Cloud left-right
        Providers ..> North right-left
        """,
        """
        Cloud
          Providers
            North
            South
        Serverless
        """,
    ),
    "a column of yellow boxes of which one is joined": (
        """
        topic Frameworks 440 200 160 49
        topic Styling 440 560 160 49
        topic Alder 720 147 180 49
        topic Birch 720 200 180 49
        topic Cedar 720 253 180 49
        subtopic Layers 160 560 180 49
        Frameworks -> Styling
        Frameworks ..> Birch right-left
        Styling ..> Layers left-right
        """,
        """
        Frameworks
          Alder
          Birch
          Cedar
        Styling
          Layers
        """,
    ),
    "yellow boxes in a box that is joined": (
        """
        topic Languages 440 200 160 49
        topic Tools 440 620 160 49
        section _box 700 80 250 260
        label Pick one of them 714 90 160 28
        topic Elm 714 126 222 49
        subtopic Oak 714 179 222 49
        topic Ash 714 232 222 49
        Languages -> Tools
        Languages ..> _box right-left
        """,
        """
        Languages
          [Pick one of them]
            Elm
            Oak
            Ash
        Tools
        """,
    ),
    "a yellow head on a subtopic": (
        """
        topic Security 440 200 160 49
        topic Operations 440 620 160 49
        subtopic Transport 720 200 180 49
        topic Certificates 1000 200 180 49
        subtopic Chains 1000 253 180 49
        Security -> Operations
        Security ..> Transport right-left
        Transport ..> Certificates right-left
        Certificates ..> Chains
        """,
        """
        Security
          Transport
            Certificates
              Chains
        Operations
        """,
    ),
    "a main path that goes down one column and on at the top of the next": (
        """
        topic Start 200 100 150 49
        topic Syntax 180 300 190 49
        topic Types 210 500 130 49
        topic Modules 900 130 150 49
        topic Packages 880 330 190 49
        topic Releases 890 520 170 49
        subtopic Tuples 420 500 160 49
        subtopic Registry 1120 330 160 49
        Start -> Syntax
        Syntax -> Types
        Types -> Modules right-left
        Modules -> Packages
        Packages -> Releases
        Types ..> Tuples right-left
        Packages ..> Registry right-left
        """,
        """
        Start
        Syntax
        Types
          Tuples
        Modules
        Packages
          Registry
        Releases
        """,
    ),
    "a main path that begins at the right": (
        """
        title Rivers 420 0 200 68
        topic Spring 700 120 150 49
        topic Brook 200 130 150 49
        topic Stream 210 330 150 49
        topic Delta 690 340 150 49
        Rivers -> Spring
        Spring -> Brook left-right
        Brook -> Stream
        Stream -> Delta right-left
        """,
        """
        Spring
        Brook
        Stream
        Delta
        """,
    ),
    "a path that parts and meets again": (
        """
        topic Basics 440 100 150 49
        topic Left way 200 260 150 49
        topic Right way 680 262 150 49
        topic Together 440 430 150 49
        subtopic West 20 260 150 49
        subtopic East 860 262 150 49
        Basics -> Left way
        Basics -> Right way
        Left way -> Together
        Right way -> Together
        Left way ..> West left-right
        Right way ..> East right-left
        """,
        """
        Basics
        Left way
          West
        Right way
          East
        Together
        """,
    ),
    "a map whose path is dotted too": (
        """
        topic Rows 440 100 150 49
        topic Columns 440 320 150 49
        topic Tables 440 540 150 49
        subtopic Header 720 100 180 49
        subtopic Footer 720 153 180 49
        subtopic Span 160 540 180 49
        Rows ..> Columns
        Columns ..> Tables
        Rows ..> Header right-left
        Tables ..> Span left-right
        """,
        """
        Rows
          Header
          Footer
        Columns
        Tables
          Span
        """,
    ),
    "a map of subtopics only": (
        """
        title Knots 420 0 200 68
        subtopic Ropes 440 120 160 49
        subtopic Bends 440 360 160 49
        subtopic Hitches 440 600 160 49
        subtopic Hemp 720 94 180 49
        subtopic Nylon 720 147 180 49
        subtopic Sheet bend 140 360 180 49
        subtopic Clove hitch 720 600 180 49
        Knots -> Ropes
        Ropes -> Bends
        Bends -> Hitches
        Ropes ..> Hemp right-left
        Bends ..> Sheet bend left-right
        Hitches ..> Clove hitch right-left
        """,
        """
        Ropes
          Hemp
          Nylon
        Bends
          Sheet bend
        Hitches
          Clove hitch
        """,
    ),
    "a step in a column that leads to the next": (
        """
        topic Compilers 440 100 160 49
        topic Linkers 440 620 160 49
        subtopic Lexing 720 100 180 49
        subtopic Parsing 720 190 180 49
        subtopic Lowering 720 280 180 49
        Compilers -> Linkers
        Compilers ..> Lexing right-left
        Lexing -> Parsing
        Parsing -> Lowering
        """,
        """
        Compilers
          Lexing
          Parsing
          Lowering
        Linkers
        """,
    ),
    "a stage drawn behind topics and branches": (
        """
        section _stage 40 40 980 620
        label First stage 60 50 140 30
        topic Nouns 440 120 150 49
        topic Verbs 440 300 150 49
        topic Clauses 440 480 150 49
        subtopic Gender 700 120 180 49
        subtopic Number 700 173 180 49
        subtopic Tense 180 300 180 49
        subtopic Mood 180 353 180 49
        subtopic Voice 700 480 180 49
        topic Style 440 760 150 49
        Nouns -> Verbs
        Verbs -> Clauses
        Clauses -> Style
        """,
        """
        Nouns
          Gender
          Number
        Verbs
          Tense
          Mood
        Clauses
          Voice
        Style
        """,
    ),
    "a second column beside the one that is joined": (
        """
        topic Upper 440 120 150 49
        topic Lower 440 400 150 49
        subtopic Red 700 130 180 49
        subtopic Orange 700 183 180 49
        subtopic Yellow 700 236 180 49
        subtopic Green 700 289 180 49
        subtopic Blue 700 342 180 49
        subtopic Violet 700 395 180 49
        subtopic Cyan 888 130 180 49
        subtopic Magenta 888 183 180 49
        subtopic Black 888 236 180 49
        subtopic White 888 289 180 49
        subtopic Stone 160 120 180 49
        Upper -> Lower
        Upper ..> Stone left-right
        Lower ..> Violet right-left
        """,
        """
        Upper
          Stone
        Lower
          Red
          Orange
          Yellow
          Green
          Blue
          Violet
          Cyan
          Magenta
          Black
          White
        """,
    ),
    "a column without a line, level with its topic": (
        """
        topic Soil 440 205 150 49
        topic Water 440 405 150 49
        topic Light 440 640 150 49
        subtopic Wells 706 248 190 49
        subtopic Rain 706 301 190 49
        subtopic Rivers 706 354 190 49
        subtopic Dew 706 407 190 49
        subtopic Fog 706 460 190 49
        subtopic Ice 706 513 190 49
        Soil -> Water
        Water -> Light
        """,
        """
        Soil
        Water
          Wells
          Rain
          Rivers
          Dew
          Fog
          Ice
        Light
        """,
    ),
    "a box that is a little too small": (
        """
        topic Hosting 440 120 150 49
        topic Domains 440 500 150 49
        section _box 700 60 230 200
        label Where it runs 714 70 150 28
        subtopic Rack 716 106 220 49
        subtopic Rented 716 159 220 49
        subtopic Shared 716 220 220 49
        Hosting -> Domains
        Hosting ..> _box right-left
        """,
        """
        Hosting
          [Where it runs]
            Rack
            Rented
            Shared
        Domains
        """,
    ),
    "a row of three columns under one heading": (
        """
        topic Plants 440 100 150 49
        topic Animals 440 560 150 49
        label Useful in the kitchen 700 62 220 30
        subtopic Basil 700 100 140 49
        subtopic Mint 700 153 140 49
        subtopic Sage 850 100 140 49
        subtopic Thyme 850 153 140 49
        subtopic Dill 1000 100 140 49
        subtopic Chives 1000 153 140 49
        Plants -> Animals
        Plants ..> Basil right-left
        """,
        """
        Plants
          [Useful in the kitchen]
            Basil
            Mint
            Sage
            Thyme
            Dill
            Chives
        Animals
        """,
    ),
    "a comb of lines that are nodes": (
        """
        topic Upper 440 60 150 49
        topic Middle 440 280 150 49
        topic Bottom 440 420 150 49
        horizontal _arm 590 296 60 20
        vertical _spine 640 84 20 362
        horizontal _s1 650 74 60 20
        horizontal _s2 650 190 60 20
        horizontal _s3 650 306 60 20
        horizontal _s4 650 436 60 20
        subtopic First 710 60 180 49
        subtopic Second 710 176 180 49
        subtopic Third 710 292 180 49
        subtopic Fourth 710 422 180 49
        subtopic Alone 140 420 180 49
        Upper -> Middle
        Middle -> Bottom
        """,
        """
        Upper
        Middle
          First
          Second
          Third
          Fourth
        Bottom
          Alone
        """,
    ),
    "a path that runs off the page, and buttons below": (
        """
        vertical _head 505 68 20 40
        title Gardens 400 0 230 68
        topic Beds 440 108 150 49
        topic Paths 440 300 150 49
        vertical _tail 505 349 20 120
        paragraph Go on with one of these 380 480 280 130
        button Orchards 396 550 120 49
        button Ponds 524 550 120 49
        subtopic Bricks 720 300 180 49
        Beds -> Paths
        Paths ..> Bricks right-left
        """,
        """
        Beds
        Paths
          Bricks
          [Go on with one of these]
            > Orchards
            > Ponds
        """,
    ),
    "a path with a gap, and branches that keep to their topics": (
        """
        topic Alpha 437 96 156 49
        topic Beta 452 318 126 49
        topic Gamma 431 547 168 49
        topic Delta 446 771 138 49
        subtopic A one 702 71 194 49
        subtopic A two 702 124 194 49
        subtopic B one 118 291 201 49
        subtopic B two 118 344 201 49
        subtopic G one 702 521 194 49
        subtopic G two 702 574 194 49
        subtopic D one 118 771 201 49
        Alpha -> Beta
        Gamma -> Delta
        Beta ..> B two left-right
        Gamma ..> G one right-left
        """,
        """
        Alpha
          A one
          A two
        Beta
          B one
          B two
        Gamma
          G one
          G two
        Delta
          D one
        """,
    ),
    "a branch of a branch in a column without a line": (
        """
        topic Sound 440 220 150 49
        topic Vision 440 620 150 49
        subtopic Pitch 700 160 180 49
        subtopic Rhythm 700 213 180 49
        subtopic Timbre 700 266 180 49
        subtopic Meter 980 187 180 49
        subtopic Tempo 980 240 180 49
        Sound -> Vision
        Rhythm ..> Meter right-left
        """,
        """
        Sound
          Pitch
          Rhythm
            Meter
            Tempo
          Timbre
        Vision
        """,
    ),
    "widths that follow the words": (
        """
        topic Maps 440 200 150 49
        topic Charts 440 560 150 49
        subtopic Latitude and longitude 90 140 260 49
        subtopic Scale 230 193 120 49
        subtopic Projections 170 246 180 49
        subtopic Compass and its faults 700 150 250 49
        subtopic Tides 700 203 110 49
        subtopic Bars 140 560 210 49
        Maps -> Charts
        Maps ..> Scale left-right
        Maps ..> Tides right-left
        Charts ..> Bars left-right
        """,
        """
        Maps
          Latitude and longitude
          Scale
          Projections
          Compass and its faults
          Tides
        Charts
          Bars
        """,
    ),
    "two columns centred on their axes": (
        """
        topic Bread 440 200 150 49
        topic Cheese 440 560 150 49
        section _box 680 90 500 220
        label What goes in 696 100 160 28
        subtopic Flour 730 140 120 49
        subtopic Warm water 700 193 180 49
        subtopic Salt 740 246 100 49
        subtopic Sourdough starter 920 140 220 49
        subtopic Yeast 970 193 120 49
        subtopic Seeds 960 246 140 49
        Bread -> Cheese
        Bread ..> _box right-left
        """,
        """
        Bread
          [What goes in]
            Flour
            Warm water
            Salt
            Sourdough starter
            Yeast
            Seeds
        Cheese
        """,
    ),
    "words without a box as a heading": (
        """
        topic Wood 440 200 150 49
        topic Metal 440 560 150 49
        section _box 700 120 240 190
        note Soft kinds 712 128 200 40
        subtopic Pine 712 176 216 49
        subtopic Fir 712 229 216 49
        Wood -> Metal
        Wood ..> _box right-left
        """,
        """
        Wood
          [Soft kinds]
            Pine
            Fir
        Metal
        """,
    ),
    "a box from which an outer column hangs": (
        """
        topic Trees 440 200 150 49
        topic Shrubs 440 600 150 49
        section _box 680 120 230 190
        label Conifers 692 128 120 28
        subtopic Spruce 692 170 206 49
        subtopic Larch 692 223 206 49
        subtopic Needles 990 170 180 49
        subtopic Cones 990 223 180 49
        Trees -> Shrubs
        Trees ..> _box right-left
        _box ..> Cones right-left
        """,
        """
        Trees
          [Conifers]
            Spruce
            Larch
          Needles
          Cones
        Shrubs
        """,
    ),
    "two columns that touch, each joined to its topic": (
        """
        topic North 440 130 150 49
        topic South 440 330 150 49
        subtopic Ice 700 100 180 49
        subtopic Snow 700 153 180 49
        subtopic Fjord 700 206 180 49
        subtopic Palm 700 275 180 49
        subtopic Sand 700 328 180 49
        subtopic Reef 700 381 180 49
        North -> South
        North ..> Snow right-left
        South ..> Sand right-left
        """,
        """
        North
          Ice
          Snow
          Fjord
        South
          Palm
          Sand
          Reef
        """,
    ),
    "a path through a box": (
        """
        topic Plan 440 100 150 49
        section _box 390 220 250 190
        label While you build 404 230 160 28
        subtopic Measure 404 268 222 49
        subtopic Saw 404 321 222 49
        topic Paint 440 500 150 49
        subtopic Brush 720 500 180 49
        Plan -> _box
        _box -> Paint
        Paint ..> Brush right-left
        """,
        """
        Plan
          [While you build]
            Measure
            Saw
        Paint
          Brush
        """,
    ),
    "a topic that has lost its edges": (
        """
        topic One 440 100 150 49
        topic Two 440 320 150 49
        topic Three 440 540 150 49
        topic Four 440 760 150 49
        subtopic Of two 720 300 180 49
        subtopic Of two as well 720 353 180 49
        subtopic Of three 720 540 180 49
        One -> Two
        Two ..> Of two right-left
        Of three ..> Three left-right
        Four -> Two
        """,
        """
        One
        Two
          Of two
          Of two as well
        Three
          Of three
        Four
        """,
    ),
    "a fan below a subtopic": (
        """
        topic Models 440 200 150 49
        topic Agents 440 700 150 49
        subtopic Open weights 760 200 200 49
        subtopic Small 680 320 120 49
        subtopic Medium 810 320 120 49
        subtopic Large 940 320 120 49
        Models -> Agents
        Models ..> Open weights right-left
        Open weights ..> Small
        Open weights ..> Medium
        Open weights ..> Large
        """,
        """
        Models
          Open weights
            Small
            Medium
            Large
        Agents
        """,
    ),
    "columns of three topics in a row, two of them without a line": (
        """
        topic Left 80 100 180 49
        topic Middle 400 100 180 49
        topic Right 720 100 180 49
        subtopic L one 80 170 180 49
        subtopic L two 80 223 180 49
        subtopic M one 400 170 180 49
        subtopic M two 400 223 180 49
        subtopic R one 720 170 180 49
        subtopic R two 720 223 180 49
        Left -> Middle right-left
        Middle -> Right right-left
        Middle ..> M one
        """,
        """
        Left
          L one
          L two
        Middle
          M one
          M two
        Right
          R one
          R two
        """,
    ),
    "a side path of three stages": (
        """
        topic Core 440 100 150 49
        topic Next 440 420 150 49
        topic Last 440 740 150 49
        section _box 700 40 240 330
        label Extras 714 50 120 28
        subtopic Plugins 714 90 212 49
        subtopic Themes 714 143 212 49
        linksgroup Read on 714 200 212 70
        button Open the other map 714 290 212 49
        Core -> Next
        Next -> Last
        Core ..> Plugins right-left
        """,
        """
        Core
          [Extras]
            Plugins
            Themes
            [Read on]
              > A link
            > Open the other map
        Next
        Last
        """,
    ),
    "a yellow head right above its column": (
        """
        topic Containers 440 120 170 49
        topic Orchestration 440 620 170 49
        topic Hardening 120 120 220 49
        subtopic Images 130 190 200 49
        subtopic Runtime 130 243 200 49
        subtopic Probes 720 620 200 49
        Containers -> Orchestration
        Hardening ..> Containers right-left
        """,
        """
        Containers
          Hardening
            Images
            Runtime
        Orchestration
          Probes
        """,
    ),
    "three yellow heads in a row under their topic": (
        """
        topic Platforms 440 100 170 49
        topic Delivery 440 560 170 49
        topic Phones 120 230 200 49
        topic Desktops 425 230 200 49
        topic Browsers 730 230 200 49
        subtopic Swift 120 320 200 49
        subtopic Kotlin 120 373 200 49
        subtopic Widgets 425 320 200 49
        subtopic Windows 425 373 200 49
        subtopic Workers 730 320 200 49
        subtopic Frames 730 373 200 49
        Platforms -> Delivery
        Platforms ..> Phones
        Platforms ..> Desktops
        Platforms ..> Browsers
        """,
        """
        Platforms
          Phones
            Swift
            Kotlin
          Desktops
            Widgets
            Windows
          Browsers
            Workers
            Frames
        Delivery
        """,
    ),
    "a yellow head whose column has lost its line": (
        """
        topic Regions 440 200 170 49
        topic Zones 440 560 170 49
        topic Vendors 720 200 170 49
        subtopic Alpine 990 120 170 49
        subtopic Baltic 990 173 170 49
        subtopic Cretan 990 226 170 49
        subtopic Danish 720 560 170 49
        Regions -> Zones
        Regions ..> Vendors right-left
        Zones ..> Danish right-left
        """,
        """
        Regions
          Vendors
            Alpine
            Baltic
            Cretan
        Zones
          Danish
        """,
    ),
    "an edge to the heading of a list": (
        """
        topic Metrics 440 200 170 49
        topic Alerts 440 600 170 49
        label Where they go 720 140 150 28
        subtopic Gauges 720 176 180 49
        subtopic Counters 720 229 180 49
        subtopic Pagers 160 600 180 49
        Metrics -> Alerts
        Metrics ..> Where they go right-left
        """,
        """
        Metrics
          [Where they go]
            Gauges
            Counters
        Alerts
          Pagers
        """,
    ),
    "two boxes side by side with headings above, one of them joined": (
        """
        topic Ledger 440 300 170 49
        topic Journal 440 620 170 49
        label Accounts 706 140 130 28
        section _one 690 175 200 180
        subtopic Assets 704 190 172 49
        subtopic Debts 704 243 172 49
        subtopic Equity 704 296 172 49
        label Reports 920 140 130 28
        section _two 904 175 200 180
        subtopic Balance 918 190 172 49
        subtopic Income 918 243 172 49
        subtopic Cash 918 296 172 49
        Ledger -> Journal
        Ledger ..> _one right-left
        """,
        """
        Ledger
          [Accounts]
            Assets
            Debts
            Equity
          [Reports]
            Balance
            Income
            Cash
        Journal
        """,
    ),
    "a box in which each of a column leads on to its neighbour": (
        """
        topic Grammar 440 200 170 49
        topic Spelling 440 620 170 49
        section _box 690 80 480 240
        label Parts of speech 704 90 150 28
        subtopic Noun 704 130 180 49
        subtopic Verb 704 183 180 49
        subtopic Particle 704 236 180 49
        subtopic Cases 960 130 180 49
        subtopic Tenses 960 183 180 49
        Grammar -> Spelling
        Grammar ..> _box right-left
        Noun ..> Cases right-left
        Verb ..> Tenses right-left
        """,
        """
        Grammar
          [Parts of speech]
            Noun
              Cases
            Verb
              Tenses
            Particle
        Spelling
        """,
    ),
    "a path drawn as one long line, arms as dotted lines": (
        """
        vertical _path 515 60 20 760
        topic Seeds 440 100 170 49
        topic Sprouts 440 380 170 49
        topic Leaves 440 660 170 49
        horizontal _a1 610 114 100 20
        horizontal _a2 340 394 100 20
        section _one 710 60 220 180
        subtopic Peas 724 74 192 49
        subtopic Beans 724 127 192 49
        subtopic Corn 724 180 192 49
        section _two 120 340 220 130
        subtopic Cress 134 354 192 49
        subtopic Kale 134 407 192 49
        """,
        """
        Seeds
          Peas
          Beans
          Corn
        Sprouts
          Cress
          Kale
        Leaves
        """,
    ),
    "every edge solid": (
        """
        topic Chess 440 100 170 49
        topic Checkers 440 400 170 49
        topic Draughts 440 700 170 49
        subtopic Openings 740 70 180 49
        subtopic Middle game 740 123 180 49
        subtopic Endings 740 176 180 49
        subtopic Lucena 1010 150 180 49
        subtopic Philidor 1010 203 180 49
        subtopic Jumps 140 400 180 49
        Chess -> Checkers
        Checkers -> Draughts
        Chess -> Openings right-left
        Endings -> Lucena right-left
        Endings -> Philidor right-left
        Checkers -> Jumps left-right
        """,
        """
        Chess
          Openings
          Middle game
          Endings
            Lucena
            Philidor
        Checkers
          Jumps
        Draughts
        """,
    ),
    "dividers and stages beside the path": (
        """
        label Beginner 40 60 120 28
        topic Scales 440 100 170 49
        subtopic Major 720 100 180 49
        subtopic Minor 720 153 180 49
        horizontal _rule 20 270 1000 20
        label Advanced 40 300 120 28
        topic Chords 440 340 170 49
        subtopic Triads 720 330 180 49
        subtopic Sevenths 720 383 180 49
        Scales -> Chords
        """,
        """
        Scales
          Major
          Minor
        Chords
          Triads
          Sevenths
        """,
    ),
    "headed lists in two rows of a box without a heading": (
        """
        topic Warehouse 440 300 170 49
        topic Shop 440 800 170 49
        section _box 680 60 460 470
        label Inbound 696 72 120 28
        label Outbound 916 72 120 28
        subtopic Docks 696 108 200 49
        subtopic Pallets 696 161 200 49
        subtopic Labels 916 108 200 49
        subtopic Parcels 916 161 200 49
        label Keeping 696 270 120 28
        label Counting 916 270 120 28
        subtopic Racks 696 306 200 49
        subtopic Bins 696 359 200 49
        subtopic Scans 916 306 200 49
        subtopic Audits 916 359 200 49
        Warehouse -> Shop
        Warehouse ..> _box right-left
        """,
        """
        Warehouse
          [Inbound]
            Docks
            Pallets
          [Outbound]
            Labels
            Parcels
          [Keeping]
            Racks
            Bins
          [Counting]
            Scans
            Audits
        Shop
        """,
    ),
    "a compact list in which the next heading fills the gap": (
        """
        topic Colour 440 200 170 49
        topic Form 440 620 170 49
        label Warm 724 90 120 20
        subtopic Ochre 720 112 180 40
        subtopic Rust 720 155 180 40
        label Cold 724 196 120 20
        subtopic Slate 720 218 180 40
        subtopic Teal 720 261 180 40
        Colour -> Form
        Colour ..> Rust right-left
        """,
        """
        Colour
          [Warm]
            Ochre
            Rust
          [Cold]
            Slate
            Teal
        Form
        """,
    ),
    "branches on both sides of a path that runs in a column at the right": (
        """
        topic Dawn 840 100 170 49
        topic Noon 850 380 150 49
        topic Dusk 830 660 190 49
        subtopic Dew 560 80 180 49
        subtopic Mist 560 133 180 49
        subtopic Frost 300 106 180 49
        subtopic Hail 300 159 180 49
        subtopic Glare 1100 380 180 49
        subtopic Heat 1100 433 180 49
        subtopic Stars 560 640 180 49
        subtopic Owls 560 693 180 49
        Dawn -> Noon
        Noon -> Dusk
        Dawn ..> Dew left-right
        Mist ..> Hail left-right
        """,
        """
        Dawn
          Dew
          Mist
            Frost
            Hail
        Noon
          Glare
          Heat
        Dusk
          Stars
          Owls
        """,
    ),
    "two boxes in a chain": (
        """
        topic Kitchen 440 200 170 49
        topic Cellar 440 620 170 49
        section _one 690 120 200 180
        label Knives 704 128 120 28
        subtopic Paring 704 164 172 49
        subtopic Bread knife 704 217 172 49
        section _two 980 120 200 180
        label Boards 994 128 120 28
        subtopic Maple 994 164 172 49
        subtopic Beech 994 217 172 49
        Kitchen -> Cellar
        Kitchen ..> _one right-left
        _one ..> _two right-left
        """,
        """
        Kitchen
          [Knives]
            Paring
            Bread knife
          [Boards]
            Maple
            Beech
        Cellar
        """,
    ),
    "a gap in the path that a dotted edge bridges": (
        """
        topic Tin 440 100 170 49
        topic Ingot 440 300 170 49
        topic Blade 440 500 170 49
        topic Hilt 440 700 170 49
        subtopic Grip 720 700 180 49
        subtopic Edge 160 500 180 49
        Tin -> Ingot
        Ingot ..> Blade
        Blade -> Hilt
        Hilt ..> Grip right-left
        Blade ..> Edge left-right
        """,
        """
        Tin
        Ingot
        Blade
          Edge
        Hilt
          Grip
        """,
    ),
    "a last topic that only a dotted edge joins": (
        """
        topic Wheat 440 100 170 49
        topic Dough 440 300 170 49
        topic Loaf 440 500 170 49
        topic Crumbs 440 700 170 49
        subtopic Yeast 720 300 180 49
        subtopic Birds 720 690 180 49
        subtopic Mice 720 743 180 49
        Wheat -> Dough
        Dough -> Loaf
        Loaf ..> Crumbs
        Dough ..> Yeast right-left
        Crumbs ..> Birds right-left
        """,
        """
        Wheat
        Dough
          Yeast
        Loaf
        Crumbs
          Birds
          Mice
        """,
    ),
    "a yellow head that a line joins": (
        """
        topic Hull 440 100 170 49
        topic Mast 440 500 170 49
        topic Keel 440 800 170 49
        dots _arm 610 114 110 20
        topic Rigging 720 100 170 49
        subtopic Shrouds 980 74 170 49
        subtopic Stays 980 127 170 49
        Hull -> Mast
        Mast -> Keel
        Rigging ..> Shrouds right-left
        """,
        """
        Hull
          Rigging
            Shrouds
            Stays
        Mast
        Keel
        """,
    ),
    "a fan in which one of two columns is level with the next topic": (
        """
        topic Verse 440 120 170 49
        topic Prose 440 330 170 49
        subtopic Metre 740 60 180 49
        subtopic Rhyme 740 150 180 49
        subtopic Stanza 740 240 180 49
        subtopic Refrain 740 330 180 49
        subtopic Novel 140 300 180 49
        subtopic Essay 140 390 180 49
        Verse -> Prose
        Verse ..> Metre right-left
        Verse ..> Rhyme right-left
        Verse ..> Stanza right-left
        Verse ..> Refrain right-left
        Prose ..> Novel left-right
        Essay ..> Prose right-left
        """,
        """
        Verse
          Metre
          Rhyme
          Stanza
          Refrain
        Prose
          Novel
          Essay
        """,
    ),
    "a yellow list beside a straight path, without a line": (
        """
        topic Loading 440 100 170 49
        topic Driving 440 400 170 49
        topic Parking 440 700 170 49
        section _box 710 330 250 180
        topic Lorry 724 344 222 49
        subtopic Van 724 397 222 49
        subtopic Cart 724 450 222 49
        Loading -> Driving
        Driving -> Parking
        """,
        """
        Loading
        Driving
          Lorry
          Van
          Cart
        Parking
        """,
    ),
    "a column without a line between a narrow topic and a wide one": (
        """
        topic Paper 464 262 102 49
        topic Printing presses 390 444 250 49
        topic Binding 440 640 150 49
        subtopic Pulp 62 211 238 49
        subtopic Rags 62 264 238 49
        subtopic Size 62 317 238 49
        subtopic Grain 62 370 238 49
        subtopic Weight 62 423 238 49
        subtopic Plates 720 444 200 49
        Paper -> Printing presses
        Printing presses -> Binding
        Printing presses ..> Plates right-left
        """,
        """
        Paper
          Pulp
          Rags
          Size
          Grain
          Weight
        Printing presses
          Plates
        Binding
        """,
    ),
    "a list that a lost edge leaves right above another": (
        """
        topic Threads 440 200 170 49
        topic Files 440 620 170 49
        subtopic Pools 720 100 180 49
        subtopic Locks 720 260 180 49
        subtopic Fixed 980 100 180 49
        subtopic Elastic 980 153 180 49
        subtopic Mutual 980 222 180 49
        subtopic Shared 980 275 180 49
        Threads -> Files
        Threads ..> Pools right-left
        Pools ..> Fixed right-left
        Locks ..> Mutual right-left
        """,
        """
        Threads
          Pools
            Fixed
            Elastic
          Locks
            Mutual
            Shared
        Files
        """,
    ),
    "a lone topic and its yellow branch": (
        """
        topic Spade 440 100 170 49
        topic Rake 440 350 170 49
        topic Hoe 440 600 170 49
        topic Scythe 440 850 170 49
        topic Blades 740 850 170 49
        subtopic Steel 1010 824 170 49
        subtopic Bronze 1010 877 170 49
        Spade -> Rake
        Rake -> Hoe
        Scythe ..> Blades right-left
        Blades ..> Bronze right-left
        """,
        """
        Spade
        Rake
        Hoe
        Scythe
          Blades
            Steel
            Bronze
        """,
    ),
    "a yellow head over two columns in its box": (
        """
        topic Ports 440 200 170 49
        topic Ships 440 620 170 49
        section _box 700 150 440 230
        topic Cargo 810 164 220 49
        subtopic Grain 714 230 200 49
        subtopic Timber 714 283 200 49
        subtopic Wool 926 230 200 49
        subtopic Salt 926 283 200 49
        Ports -> Ships
        Ports ..> Cargo right-left
        """,
        """
        Ports
          Cargo
            Grain
            Timber
            Wool
            Salt
        Ships
        """,
    ),
    "a path that leads through boxes and turns": (
        """
        topic Flour 140 100 170 49
        section _one 120 220 210 130
        subtopic Sift 134 234 182 49
        subtopic Weigh 134 287 182 49
        topic Dough 140 430 170 49
        topic Oven 740 110 170 49
        section _two 720 230 210 130
        subtopic Heat 734 244 182 49
        subtopic Stone 734 297 182 49
        topic Crust 740 440 170 49
        Flour -> _one
        _one -> Dough
        Dough -> Oven right-left
        Oven -> _two
        _two -> Crust
        """,
        """
        Flour
          Sift
          Weigh
        Dough
        Oven
          Heat
          Stone
        Crust
        """,
    ),
    "a note above a list": (
        """
        topic Tides 440 200 170 49
        topic Winds 440 620 170 49
        note You can leave these out at first and come back to them when you need them 716 110 220 56
        subtopic Spring 720 180 200 49
        subtopic Neap 720 233 200 49
        Tides -> Winds
        Tides ..> Spring right-left
        """,
        """
        Tides
          Spring
          Neap
        Winds
        """,
    ),
    "a list drawn by a shaky hand": (
        """
        topic Clay 440 200 170 49
        topic Glass 440 620 170 49
        label Ways of working 716 98 160 28
        subtopic Throw 720 130 200 49
        subtopic Coil 711 185 200 49
        subtopic Pinch 722 237 200 49
        subtopic Slab 717 292 200 49
        Clay -> Glass
        Clay ..> Coil right-left
        """,
        """
        Clay
          [Ways of working]
            Throw
            Coil
            Pinch
            Slab
        Glass
        """,
    ),
    "one yellow topic above a path of subtopics": (
        """
        topic Music 440 60 170 49
        subtopic Listening 440 200 170 49
        subtopic Reading 440 400 170 49
        subtopic Playing 440 600 170 49
        subtopic Birdsong 740 200 180 49
        subtopic Clefs 740 374 180 49
        subtopic Rests 740 427 180 49
        subtopic Scales 140 600 180 49
        Music -> Listening
        Listening -> Reading
        Reading -> Playing
        Listening ..> Birdsong right-left
        Reading ..> Clefs right-left
        Playing ..> Scales left-right
        """,
        """
        Music
          Listening
            Birdsong
          Reading
            Clefs
            Rests
          Playing
            Scales
        """,
    ),
    "a frame around the whole map": (
        """
        section _frame 0 0 1200 800
        label The craft of paper 480 20 240 30
        topic Fibre 440 100 170 49
        topic Mould 440 350 170 49
        topic Press 440 600 170 49
        subtopic Hemp 740 80 180 49
        subtopic Flax 740 133 180 49
        section _box 100 300 230 190
        label What you need 114 308 140 28
        subtopic Deckle 114 344 202 49
        subtopic Vat 114 397 202 49
        subtopic Felt 740 600 180 49
        Fibre -> Mould
        Mould -> Press
        Fibre ..> Flax right-left
        """,
        """
        Fibre
          Hemp
          Flax
        Mould
          [What you need]
            Deckle
            Vat
        Press
          Felt
        """,
    ),
    "two stages side by side, each with a path of its own": (
        """
        section _one 0 0 560 700
        label By hand 20 12 140 30
        topic Saw 60 80 170 49
        topic Plane 60 260 170 49
        topic Chisel 60 440 170 49
        subtopic Rip 310 80 180 49
        subtopic Crosscut 310 133 180 49
        subtopic Mortise 310 440 180 49
        section _two 600 0 560 700
        label By machine 620 12 140 30
        topic Lathe 660 90 170 49
        topic Router 660 250 170 49
        topic Drill 660 430 170 49
        subtopic Bowls 910 90 180 49
        subtopic Edges 910 240 180 49
        subtopic Grooves 910 293 180 49
        Saw -> Plane
        Plane -> Chisel
        Lathe -> Router
        Router -> Drill
        """,
        """
        Saw
          Rip
          Crosscut
        Plane
        Chisel
          Mortise
        Lathe
          Bowls
        Router
          Edges
          Grooves
        Drill
        """,
    ),
    "a box with a topic of the path and its own heading": (
        """
        section _one 380 60 290 250
        label Week one 394 68 130 28
        topic Vowels 400 104 250 49
        subtopic Long 400 165 250 49
        subtopic Short 400 218 250 49
        section _two 380 380 290 250
        label Week two 394 388 130 28
        topic Consonants 400 424 250 49
        subtopic Hard 400 485 250 49
        subtopic Soft 400 538 250 49
        Vowels -> Consonants
        """,
        """
        Vowels
          Long
          Short
        Consonants
          Hard
          Soft
        """,
    ),
    "a solid edge that leads aside from a straight path": (
        """
        topic Aisle 440 100 170 49
        topic Nave 440 300 170 49
        topic Apse 440 500 170 49
        topic Chapel 740 300 170 49
        subtopic Altar 1000 274 170 49
        subtopic Font 1000 327 170 49
        Aisle -> Nave
        Nave -> Apse
        Nave -> Chapel right-left
        Chapel ..> Altar right-left
        """,
        """
        Aisle
        Nave
          Chapel
            Altar
            Font
        Apse
        """,
    ),
    "subtopics that only dotted edges join": (
        """
        title Bells 440 0 200 68
        subtopic Casting 200 120 160 49
        subtopic Ringing 700 120 160 49
        subtopic Bronze bath 200 220 160 49
        subtopic Cooling 200 273 160 49
        subtopic Rounds 700 220 160 49
        Bells ..> Casting
        Bells ..> Ringing
        Casting ..> Bronze bath
        Ringing ..> Rounds
        """,
        """
        Casting
          Bronze bath
          Cooling
        Ringing
          Rounds
        """,
    ),
    "boxes between topics, each with a line that ends at its upper edge": (
        """
        topic Sowing 330 0 200 50
        vertical _l1 420 50 20 36
        section _b1 190 86 480 126
        subtopic Seeds 202 98 225 49
        subtopic Trays 431 98 222 49
        subtopic Soil 202 151 225 49
        subtopic Water 431 151 222 49
        topic Weeding 326 258 200 50
        vertical _l2 420 308 20 36
        section _b2 190 344 480 73
        subtopic Hoes 202 356 225 49
        subtopic Gloves 431 356 222 49
        topic Harvest 334 470 200 50
        _b1 -> Weeding
        _b2 -> Harvest
        """,
        """
        Sowing
          Seeds
          Soil
          Trays
          Water
        Weeding
          Hoes
          Gloves
        Harvest
        """,
    ),
    "a yellow head over its column, which nothing joins": (
        """
        topic People 430 100 210 52
        topic Work 430 520 210 52
        topic Self 430 900 210 52
        topic Hiring 60 20 230 49
        subtopic Panels 60 75 230 49
        subtopic Debriefs 60 129 230 49
        topic Delivery 780 420 230 49
        subtopic Flow 780 475 230 49
        subtopic Quality 780 529 230 49
        subtopic Dates 780 583 230 49
        People -> Work
        Work -> Self
        People ..> Hiring left-right
        """,
        """
        People
          Hiring
            Panels
            Debriefs
        Work
          Delivery
            Flow
            Quality
            Dates
        Self
        """,
    ),
    "titles as headings of columns": (
        """
        title Design 380 -140 300 68
        title Basics 0 0 300 56
        title Kit 340 3 300 56
        subtopic Colour 18 66 264 49
        subtopic Type 18 121 264 49
        subtopic Spacing 18 176 264 49
        subtopic Buttons 358 69 264 49
        subtopic Inputs 358 124 264 49
        section _box 0 300 300 190
        title Care 20 304 260 60
        subtopic Owners 18 370 264 49
        subtopic Releases 18 425 264 49
        """,
        """
        [Basics]
          Colour
          Type
          Spacing
        [Kit]
          Buttons
          Inputs
        [Care]
          Owners
          Releases
        """,
    ),
    "the title of the map right above its first list": (
        """
        title Knots at sea 20 0 260 60
        subtopic Bowline 18 66 264 49
        subtopic Hitch 18 121 264 49
        subtopic Splice 18 176 264 49
        """,
        """
        Bowline
        Hitch
        Splice
        """,
    ),
    "a lone subtopic whose column has lost its line": (
        """
        topic Threats 0 300 180 49
        topic Defences 0 900 180 49
        subtopic Malware 300 140 190 49
        subtopic Virus 580 66 180 49
        subtopic Worm 580 120 180 49
        subtopic Trojan 580 174 180 49
        subtopic Lures 300 520 190 49
        subtopic Letters 580 496 180 49
        subtopic Calls 580 550 180 49
        subtopic Hardening 300 780 190 49
        subtopic Detection 300 980 190 49
        subtopic Sensors 580 926 180 49
        subtopic Records 580 980 180 49
        subtopic Honeypots 580 1034 180 49
        Threats -> Defences
        Threats ..> Malware right-left
        Threats ..> Lures right-left
        Malware ..> Worm right-left
        Defences ..> Hardening right-left
        Defences ..> Detection right-left
        """,
        """
        Threats
          Malware
            Virus
            Worm
            Trojan
          Lures
            Letters
            Calls
        Defences
          Hardening
          Detection
            Sensors
            Records
            Honeypots
        """,
    ),
    "a list without a line, close above another list": (
        """
        topic Testing 570 1760 150 49
        topic Release 330 1900 190 49
        topic Security 590 1960 180 49
        subtopic Vitals 860 1690 190 49
        subtopic Units 860 1743 190 49
        subtopic Ends 860 1796 190 49
        subtopic Loads 860 1849 190 49
        subtopic Origins 880 1918 220 49
        subtopic Policies 880 1971 220 49
        subtopic Risks 880 2024 220 49
        Testing -> Release
        Release -> Security
        Security ..> Policies right-left
        """,
        """
        Testing
          Vitals
          Units
          Ends
          Loads
        Release
        Security
          Origins
          Policies
          Risks
        """,
    ),
    "a path whose edges lead on from what stands under each topic": (
        """
        topic Sowing 330 0 200 50
        section _b1 190 86 480 126
        subtopic Seeds 202 98 225 49
        subtopic Trays 431 98 222 49
        subtopic Soil 202 151 225 49
        subtopic Water 431 151 222 49
        topic Weeding 326 258 200 50
        subtopic Hoes 320 320 215 49
        subtopic Gloves 320 373 215 49
        topic Harvest 334 470 200 50
        subtopic Baskets 320 532 215 49
        _b1 -> Weeding
        Gloves -> Harvest
        """,
        """
        Sowing
          Seeds
          Soil
          Trays
          Water
        Weeding
          Hoes
          Gloves
        Harvest
          Baskets
        """,
    ),
    "a board of columns in which each list has a length of its own": (
        """
        topic Basics 0 20 262 49
        subtopic Loops 0 77 262 49
        subtopic Names 0 131 262 49
        subtopic Blocks 0 185 262 49
        topic Lines 2 280 262 49
        subtopic Arrays 2 337 262 49
        subtopic Queues 2 391 262 49
        topic Trees 330 14 262 49
        subtopic Heaps 330 71 262 49
        topic Walks 332 165 262 49
        subtopic Inward 332 222 262 49
        subtopic Outward 332 276 262 49
        """,
        """
        Basics
          Loops
          Names
          Blocks
        Lines
          Arrays
          Queues
        Trees
          Heaps
        Walks
          Inward
          Outward
        """,
    ),
    "two columns of things to tick, each under a heading": (
        """
        title Before a merge 200 -110 320 68
        label Names 0 0 330 34
        todo They speak 6 40 330 30
        todo They are short 6 78 330 30
        todo They are one word 6 116 330 30
        label Shape 0 190 330 34
        todo It fits 6 230 330 30
        todo It is small 6 268 330 30
        label Safety 430 6 330 34
        todo Input is checked 436 46 330 30
        todo Keys are kept out 436 84 330 30
        label Speed 430 150 330 34
        todo Loops are short 436 190 330 30
        todo Queries are few 436 228 330 30
        """,
        """
        [Names]
          They speak
          They are short
          They are one word
        [Shape]
          It fits
          It is small
        [Safety]
          Input is checked
          Keys are kept out
        [Speed]
          Loops are short
          Queries are few
        """,
    ),
    "a straight path of subtopics that has lost an edge": (
        """
        subtopic Needs 400 40 220 49
        subtopic Market 398 300 220 49
        subtopic Vision 403 600 220 49
        subtopic Launch 401 850 220 49
        subtopic Wishes 750 14 230 49
        subtopic Pains 750 68 230 49
        subtopic Rivals 30 280 230 49
        subtopic Trends 30 334 230 49
        subtopic Mission 750 600 230 49
        subtopic Trials 30 830 230 49
        subtopic Press 30 884 230 49
        Needs -> Market
        Market -> Vision
        Needs ..> Wishes right-left
        Market ..> Rivals left-right
        """,
        """
        Needs
          Wishes
          Pains
        Market
          Rivals
          Trends
        Vision
          Mission
        Launch
          Trials
          Press
        """,
    ),
}
